package org.freshet.server.platform;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.Problem.FieldError;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in words of the API what is wrong with a text that should be JSON; the reader's own words name classes. */
public final class JsonFault {

    private static final Pattern BEGINNING = Pattern.compile("\\s*\\(start marker at .*", Pattern.DOTALL);

    /** Jackson's words. */
    private static final String DUPLICATE = "Duplicate Object property";

    private JsonFault() {}

    /** The problem with its place, as far as it is known. */
    public static FieldError of(JacksonException e) {
        var where = e.getLocation();
        return new FieldError(
                null,
                e instanceof InvalidTypeIdException kind ? path(kind) : path(e.getPath()),
                reason(e),
                where == null ? null : where.getLineNr(),
                where == null ? null : where.getColumnNr());
    }

    private static String reason(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "unknown field" + known(unknown);
            case InvalidTypeIdException kind -> "says which kind it is; known are " + kinds(kind);
            case InvalidFormatException value when isUnstorable(value) -> StorableText.REFUSAL;
            case StreamReadException twice
            when twice.getOriginalMessage().startsWith(DUPLICATE) ->
                "given twice:" + twice.getOriginalMessage().substring(DUPLICATE.length());
            case InputCoercionException number -> "the number is too large, or not whole";
            case StreamConstraintsException bomb ->
                "nested too deeply, or a number, a name or a text in it is too long";
            case StreamReadException notJson ->
                "this is not JSON: "
                        + BEGINNING.matcher(notJson.getOriginalMessage()).replaceAll("");
            default -> "missing, or a value of another kind is expected";
        };
    }

    /** The field that says the kind is missing or wrong; the reader names what it stands in. */
    private static @Nullable String path(InvalidTypeIdException e) {
        var where = path(e.getPath());
        var tag = e.getBaseType().getRawClass().getAnnotation(JsonTypeInfo.class);
        return tag == null ? where : where == null ? tag.property() : where + "." + tag.property();
    }

    private static String kinds(InvalidTypeIdException e) {
        var known = e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        return known == null
                ? "none"
                : Stream.of(known.value()).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
    }

    private static boolean isUnstorable(InvalidFormatException e) {
        return e.getValue() instanceof String text && text.indexOf('\0') >= 0;
    }

    private static String known(UnrecognizedPropertyException e) {
        var known = e.getKnownPropertyIds();
        return known == null || known.isEmpty()
                ? ""
                : "; known are " + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static @Nullable String path(List<JacksonException.Reference> steps) {
        var path = new StringBuilder();
        for (var step : steps) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? null : path.toString();
    }
}
