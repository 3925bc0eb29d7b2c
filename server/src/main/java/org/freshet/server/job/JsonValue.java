package org.freshet.server.job;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** The value at which the parser stands, read as what an attribute expects; what does not fit becomes an error. */
final class JsonValue {

    /** Ten years: what is given for longer is a mistake. */
    static final Duration LONGEST = Duration.ofDays(3650);

    private static final int ENV_MAX_BYTES = 64 * 1024;

    private static final int MOST_TAGS = 50;
    private static final int LONGEST_TAG = 100;
    private static final int TAGS_MAX_BYTES = 1000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final JsonParser parser;
    private final int index;
    private final String field;
    private final InputErrors errors;

    JsonValue(JsonParser parser, int index, String field, InputErrors errors) {
        this.parser = parser;
        this.index = index;
        this.field = field;
        this.errors = errors;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    void ignore() {
        parser.skipChildren();
    }

    String text(int longest) {
        return Objects.requireNonNullElse(accepted(longest), "");
    }

    String nonBlank(int longest) {
        var text = accepted(longest);
        if (text == null) {
            return "";
        }
        return text.isBlank() ? refuse("an empty text is not allowed", "") : text;
    }

    /** The text; null if it was refused, so that one problem is told once. */
    private @Nullable String accepted(int longest) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return refuse("a text is expected", null);
        }
        var text = parser.getString();
        if (text.indexOf('\0') >= 0) {
            return refuse("the character U+0000 is not allowed", null);
        }
        return text.length() <= longest ? text : refuse("longer than " + longest + " characters", null);
    }

    /** A whole number, or a text that holds one as p3s writes them. */
    long whole(long least, long most) {
        var isText = parser.currentToken() == JsonToken.VALUE_STRING;
        if (!isText && parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            return refuse("a whole number is expected, from " + least + " to " + most, least);
        }
        try {
            var value = Long.parseLong(parser.getString().strip());
            return value >= least && value <= most
                    ? value
                    : refuse(value + " is not allowed; a whole number from " + least + " to " + most + " is", least);
        } catch (NumberFormatException e) {
            return refuse("\"" + parser.getString() + "\" is not a whole number from " + least + " to " + most, least);
        }
    }

    int integer(int least, int most) {
        return Math.toIntExact(whole(least, most));
    }

    /** At most so many whole numbers. */
    List<Integer> integers(int least, int most, int count) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return refuse("a list of whole numbers is expected, from " + least + " to " + most, List.of());
        }
        var numbers = new ArrayList<Integer>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(item("[" + numbers.size() + "]").integer(least, most));
        }
        return numbers.size() <= count ? numbers : refuse("more than " + count + " entries", List.of());
    }

    boolean flag() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> refuse("true or false is expected", false);
        };
    }

    /** Seconds as a number or a text, or an ISO-8601 duration such as {@code PT10M}. Positive. */
    @Nullable
    Duration duration() {
        try {
            var text = switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_STRING -> parser.getString().strip();
                default -> "";
            };
            var value = text.startsWith("P") || text.startsWith("p")
                    ? Duration.parse(text.toUpperCase(Locale.ROOT))
                    : Duration.ofSeconds(Long.parseLong(text));
            var fits = value.isPositive() && value.compareTo(LONGEST) <= 0;
            return fits ? value : refuse("a positive time of at most ten years is expected", null);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return refuse("seconds (for example 600) or an ISO-8601 duration (PT10M) are expected", null);
        }
    }

    /** An ISO-8601 time with its zone, for example {@code 2026-11-20T03:12:47Z}. */
    @Nullable
    Instant instant() {
        try {
            var text = accepted(64);
            if (text == null) {
                return null;
            }
            var time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(EARLIEST) || !time.isBefore(LATEST)
                    ? refuse("a time of the years 1970 to 2199 is expected", null)
                    : time;
        } catch (DateTimeException e) {
            return refuse("a time with its zone is expected, for example 2026-11-20T03:12:47Z", null);
        }
    }

    /**
     * Names of abilities. All of them together are the key of an index in the database, which takes entries of less than
     * 2704 bytes.
     */
    List<String> tags() {
        var tags = texts(MOST_TAGS);
        if (tags.stream().anyMatch(it -> it.length() > LONGEST_TAG)) {
            return refuse("a tag is longer than " + LONGEST_TAG + " characters", List.of());
        }
        return tags.stream().mapToInt(JsonValue::length).sum() <= TAGS_MAX_BYTES
                ? tags
                : refuse("longer than " + TAGS_MAX_BYTES + " bytes together", List.of());
    }

    List<String> texts(int most) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return refuse("a list of texts is expected", List.of());
        }
        var texts = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var item = item("[" + texts.size() + "]");
            var text = item.accepted(1000);
            if (text != null && !isPlain(text)) {
                item.refuse("a text without control characters, not empty, is expected", text);
            }
            texts.add(Objects.requireNonNullElse(text, ""));
        }
        return texts.size() <= most ? texts : refuse("more than " + most + " entries", List.of());
    }

    private static boolean isPlain(String text) {
        return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    }

    /** An object of texts; numbers and booleans are turned into texts. */
    SortedMap<String, String> environment() {
        var env = new TreeMap<String, String>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return refuse("an object of texts is expected, for example {\"P3S_MODE\": \"COPY\"}", env);
        }
        var bytes = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            var value = item("." + name).variable(name);
            bytes += length(name) + length(value) + 2;
            // What is too long in all is read to its end, but not kept.
            if (bytes <= ENV_MAX_BYTES && env.put(name, value) != null) {
                errors.add(index, field + "." + name, "given twice", parser.currentTokenLocation());
            }
        }
        return bytes <= ENV_MAX_BYTES ? env : refuse("longer than " + ENV_MAX_BYTES + " bytes in all", env);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String variable(String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            return refuse("the name of a variable is not empty and has no '='", "");
        }
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> {
                var text = parser.getString();
                yield text.indexOf('\0') < 0 ? text : refuse("the character U+0000 is not allowed", "");
            }
            default -> refuse("a text, a number or a boolean is expected", "");
        };
    }

    /** Any JSON, as text. */
    String json() {
        var value = parser.<JsonNode>readValueAsTree();
        if (!isFinite(value)) {
            return refuse("a number in it is too large", "null");
        }
        var tree = value.toString();
        if (tree.contains("\\u0000")) {
            return refuse("the character U+0000 is not allowed", "null");
        }
        return length(tree) <= ENV_MAX_BYTES ? tree : refuse("longer than " + ENV_MAX_BYTES + " bytes", "null");
    }

    private static boolean isFinite(JsonNode value) {
        return value.isContainer()
                ? value.valueStream().allMatch(JsonValue::isFinite)
                : !value.isFloatingPointNumber() || Double.isFinite(value.doubleValue());
    }

    /** Records the problem, steps over the value, and gives a value to go on with. */
    <T extends @Nullable Object> T refuse(String reason, T instead) {
        errors.add(index, field, reason, parser.currentTokenLocation());
        parser.skipChildren();
        return instead;
    }

    private JsonValue item(String path) {
        return new JsonValue(parser, index, field + path, errors);
    }
}
