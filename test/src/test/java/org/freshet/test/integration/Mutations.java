package org.freshet.test.integration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.freshet.test.support.Api;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes a valid text into one that nobody would send on purpose; the same for the same random numbers. */
final class Mutations {

    /** What programs stumble over, as JSON. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1e400",
            "1e999999999",
            "0.1",
            "-0",
            "1" + "0".repeat(400),
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\\u202e\\u200b\"",
            "\"a\\nb\\tc\\u001b[31m\"",
            "\"" + "x".repeat(70_000) + "\"",
            "\"P99999999999Y\"",
            "\"PT1S\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"'; drop table job; --\"",
            "\"../../../etc/passwd\"",
            "\"${jndi:ldap://x}\"",
            "\"%s%n%x\"",
            "[]",
            "{}",
            "[null]",
            "[[[[]]]]",
            "{\"\": null}",
            "[" + "1,".repeat(1000) + "1]",
            "[".repeat(600) + "]".repeat(600));

    private static final List<String> PIECES = List.of(
            "\0",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\n",
            "'",
            "null",
            "\\u0000",
            "\u00ff\u00fe",
            "\u00ed\u00a0\u0080",
            "//",
            "/*",
            "NaN");

    private static final List<String> IN_ADDRESSES = List.of(
            "%00",
            "%ff",
            "%2e%2e",
            "%2f",
            "%5c",
            "..",
            "//",
            ";x=y",
            "?",
            "&",
            "=",
            "%",
            "%zz",
            "#",
            "+",
            "%20",
            "-1",
            "0",
            "99999999999999999999",
            "%F0%9F%98%80",
            "{",
            "}",
            "|",
            "^",
            "`",
            "<",
            ">",
            "\"",
            "'",
            ",",
            ":",
            "@",
            "a".repeat(3000));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A body; one byte per character. */
    String ofBody(String body) {
        var changed = body;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            changed = random.nextInt(3) == 0 ? ofText(changed) : ofJson(changed);
        }
        return changed;
    }

    String ofAddress(String address) {
        int at = 1 + random.nextInt(address.length());
        int end = Math.min(address.length(), at + random.nextInt(4));
        return address.substring(0, at) + any(IN_ADDRESSES) + address.substring(random.nextBoolean() ? at : end);
    }

    private String ofText(String text) {
        if (text.isEmpty()) {
            return any(PIECES);
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(20));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 -> text.substring(0, end) + text.substring(at);
            case 3 ->
                text.substring(0, at) + (char) random.nextInt(256) + text.substring(Math.min(text.length(), at + 1));
            default -> text.substring(0, at) + any(PIECES) + text.substring(at);
        };
    }

    private String ofJson(String text) {
        try {
            var tree = Api.JSON.readTree(text.getBytes(StandardCharsets.ISO_8859_1));
            var holders = new ArrayList<JsonNode>();
            collect(tree, holders);
            if (holders.isEmpty()) {
                return ofText(text);
            }
            return switch (any(holders)) {
                case ObjectNode object -> inObject(tree, object);
                case ArrayNode array -> inArray(tree, array);
                default -> text;
            };
        } catch (JacksonException e) {
            return ofText(text);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainer() && !node.isEmpty()) {
            holders.add(node);
            node.forEach(it -> collect(it, holders));
        }
    }

    /** The marker stands for a value that no tree can hold, such as a number that is too large. */
    private String inObject(JsonNode tree, ObjectNode object) {
        var name = any(List.copyOf(object.propertyNames()));
        var value = any(VALUES);
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(any(List.of("", "x", name + "s", "__proto__", "\u0000")), object.get(name));
            default -> object.put(name, "MARK");
        }
        return written(tree).replace("\"MARK\"", value);
    }

    private String inArray(JsonNode tree, ArrayNode array) {
        int at = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            default -> array.set(at, "MARK");
        }
        return written(tree).replace("\"MARK\"", any(VALUES));
    }

    private static String written(JsonNode tree) {
        return new String(Api.JSON.writeValueAsBytes(tree), StandardCharsets.ISO_8859_1);
    }
}
