package org.freshet.workflows;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** JSON inside the text of an attribute. */
final class JsonTexts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    // What XML 1.0 cannot carry, not even as a character reference; halves of surrogate pairs among it.
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private JsonTexts() {}

    static JsonNode read(String text) {
        return JSON.readTree(text);
    }

    static boolean isScalar(JsonNode value) {
        return value.isString() || value.isNumber() || value.isBoolean();
    }

    static String write(Map<String, String> object) {
        return forXml(JSON.writeValueAsString(object));
    }

    static String write(Collection<String> list) {
        return forXml(JSON.writeValueAsString(list));
    }

    /** Such a character can only stand inside a string of the JSON, where it may be escaped. */
    private static String forXml(String json) {
        return NOT_IN_XML
                .matcher(json)
                .replaceAll(it -> "\\\\u%04X".formatted((int) it.group().charAt(0)));
    }

    /** The library's message for programmers, as one for authors: what is wrong and where in the JSON. */
    static String mistake(JacksonException e) {
        var reason = switch (e) {
            case UnexpectedEndOfInputException end -> "it ends before it is closed";
            case MismatchedInputException trailing -> "there is more text behind its end";
            case StreamConstraintsException limit -> "it is nested too deeply or has too long a number";
            default -> e.getOriginalMessage().replaceFirst(": enable `.*", "");
        };
        var at = e.getLocation();
        return at == null
                ? reason
                : "%s (line %d, column %d of it)".formatted(reason, at.getLineNr(), at.getColumnNr());
    }
}
