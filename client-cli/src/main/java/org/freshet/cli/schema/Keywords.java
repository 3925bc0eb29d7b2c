package org.freshet.cli.schema;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The keywords of a schema that look at one value and not into it: {@code type}, {@code not}, {@code pattern},
 * {@code maxLength}, {@code minimum}, {@code maximum}, {@code maxItems}. What they refuse is said in the words of the
 * server, or in those of {@code errorMessage}, which editors show as well.
 */
final class Keywords {

    private final Map<String, Pattern> patterns = new HashMap<>();

    /** What is wrong; null if nothing is. */
    @Nullable
    String reason(JsonNode schema, Value value) {
        var types = types(schema);
        if (!types.isEmpty() && types.stream().noneMatch(value::is)) {
            return wrongType(schema, types);
        }
        if (schema.has("not") && reason(schema.path("not"), value) == null) {
            return message(schema, "not allowed");
        }
        if (value.isText()) {
            return ofText(schema, value.text());
        }
        if (value.is("number")) {
            return ofNumber(schema, value.text());
        }
        return value.is("array") ? ofList(schema, value.items().size()) : null;
    }

    boolean matches(String pattern, String text) {
        return patterns.computeIfAbsent(pattern, Keywords::compiled)
                .matcher(text)
                .find();
    }

    /** In Java {@code $} would match before a last line break as well. */
    private static Pattern compiled(String pattern) {
        return Pattern.compile(pattern.replaceFirst("\\$$", "\\\\z"));
    }

    private static List<String> types(JsonNode schema) {
        var type = schema.path("type");
        return type.isString()
                ? List.of(type.asString())
                : type.valueStream().map(JsonNode::asString).toList();
    }

    private static String wrongType(JsonNode schema, List<String> types) {
        return switch (types.getFirst()) {
            case "string" -> types.contains("number") ? message(schema, "") : "a text is expected";
            case "integer" -> message(schema, "a whole number is expected, from " + range(schema));
            case "boolean" -> "true or false is expected";
            case "array" -> "a list of texts is expected";
            case "object" -> "an object of texts is expected, for example {\"P3S_MODE\": \"COPY\"}";
            default -> throw new IllegalArgumentException(types.getFirst());
        };
    }

    private @Nullable String ofText(JsonNode schema, String text) {
        int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (text.length() > longest) {
            return "longer than " + longest + " characters";
        }
        var pattern = schema.path("pattern");
        if (pattern.isMissingNode() || matches(pattern.asString(), text)) {
            return null;
        }
        return message(schema, schema.has("minimum") ? ofNumber(text, range(schema)) : "not allowed");
    }

    private static String ofNumber(String text, String range) {
        return text.strip().matches("[-+]?[0-9]{1,18}")
                ? text.strip() + " is not allowed; a whole number from " + range + " is"
                : "\"" + text + "\" is not a whole number from " + range;
    }

    private static @Nullable String ofNumber(JsonNode schema, String text) {
        if (!schema.has("minimum")) {
            return null;
        }
        var number = new BigDecimal(text);
        boolean fits = number.compareTo(schema.path("minimum").asDecimal()) >= 0
                && number.compareTo(schema.path("maximum").asDecimal()) <= 0;
        return fits ? null : message(schema, text + " is not allowed; a whole number from " + range(schema) + " is");
    }

    private static @Nullable String ofList(JsonNode schema, int size) {
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        return size <= most ? null : "more than " + most + " entries";
    }

    private static String range(JsonNode schema) {
        return schema.path("minimum").asString() + " to "
                + schema.path("maximum").asString();
    }

    private static String message(JsonNode schema, String otherwise) {
        return schema.path("errorMessage").asString(otherwise);
    }
}
