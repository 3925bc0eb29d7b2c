package org.freshet.cli.job;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.freshet.cli.session.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Looks whether the payloads of a submission can be executed here. Only a notice: the host of a pilot may have what this
 * one has not, and the other way round.
 */
final class PayloadNotices {

    /** Nobody reads more, and a generated file has the same few over and over. */
    private static final int MOST_PAYLOADS = 20;

    private static final int MOST_NOTICES = 3;

    private PayloadNotices() {}

    /** A sentence for each of the first few payloads that cannot be executed here; what is no JSON gives none. */
    static List<String> of(byte[] json) {
        var notices = payloads(json).stream()
                .flatMap(payload -> notice(payload).lines())
                .toList();
        if (notices.size() <= MOST_NOTICES) {
            return notices;
        }
        var first = new ArrayList<>(notices.subList(0, MOST_NOTICES));
        first.add("And more payloads that cannot be executed here.");
        return first;
    }

    private static Set<String> payloads(byte[] json) {
        var payloads = new LinkedHashSet<String>();
        try (var parser = Json.MAPPER.createParser(json)) {
            boolean list = parser.nextToken() == JsonToken.START_ARRAY;
            while ((!list || parser.nextToken() == JsonToken.START_OBJECT)
                    && parser.currentToken() == JsonToken.START_OBJECT
                    && payloads.size() < MOST_PAYLOADS) {
                var payload = payload(parser);
                if (payload != null) {
                    payloads.add(payload);
                }
                if (!list) {
                    break;
                }
            }
        } catch (JacksonException e) {
            return Set.of(); // the server says where it is broken
        }
        return payloads;
    }

    /** The first word of a description's payload, if it is a full path that is executed as it stands. */
    private static @Nullable String payload(JsonParser parser) {
        @Nullable String payload = null;
        boolean shellText = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String attribute = parser.currentName();
            var value = parser.nextToken();
            if (attribute.equals("payload") && value == JsonToken.VALUE_STRING) {
                payload = parser.getString().strip().split("\\s", 2)[0];
            } else if (attribute.equals("env")) {
                shellText = parser.<JsonNode>readValueAsTree().has("P3S_EXECMODE");
            } else {
                parser.skipChildren();
            }
        }
        boolean plain =
                payload != null && payload.startsWith("/") && payload.chars().noneMatch(c -> "'\"\\".indexOf(c) >= 0);
        return plain && !shellText ? payload : null;
    }

    /** Empty if nothing is to be said. */
    private static String notice(String payload) {
        try {
            var path = Path.of(payload);
            String what = !Files.exists(path)
                    ? "does not exist"
                    : Files.isDirectory(path) ? "is a directory" : !Files.isExecutable(path) ? "is not executable" : "";
            return what.isEmpty()
                    ? ""
                    : "Payload " + payload + " " + what + " on this machine; a pilot needs it on its own.";
        } catch (InvalidPathException e) {
            return "";
        }
    }
}
