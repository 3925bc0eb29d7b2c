package org.freshet.server.workflow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.freshet.protocol.Spelling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is different from the DAG at some vertices. */
final class JobOverrides {

    private static final List<String> ATTRIBUTES =
            List.of("payload", "env", "priority", "timelimit", "jobtype", "noRetryExitCodes");

    private final Map<String, JsonNode> byVertex = new TreeMap<>();

    JobOverrides(Set<String> vertices, @Nullable JsonNode wish, Faults faults) {
        if (wish == null || wish.isNull()) {
            return;
        }
        if (!wish.isObject()) {
            faults.add("jobs", "an object {\"vertex\": {\"payload\": …}} is expected");
            return;
        }
        for (var part : wish.properties()) {
            var field = "jobs." + part.getKey();
            if (!vertices.contains(part.getKey())) {
                faults.add(field, "the DAG has no such vertex" + hint(part.getKey(), vertices));
            } else if (!part.getValue().isObject()) {
                faults.add(field, "an object is expected");
            } else {
                read(part.getKey(), part.getValue(), faults);
            }
        }
    }

    private void read(String vertex, JsonNode wish, Faults faults) {
        for (var attribute : wish.properties()) {
            if (!ATTRIBUTES.contains(attribute.getKey())) {
                faults.add(
                        "jobs." + vertex,
                        "unknown attribute \"" + attribute.getKey() + "\"; known are " + String.join(", ", ATTRIBUTES));
            }
        }
        var env = wish.get("env");
        if (env != null && !env.isObject()) {
            faults.add("jobs." + vertex + ".env", "an object of texts is expected");
        }
        byVertex.put(vertex, wish);
    }

    private static String hint(String vertex, Set<String> known) {
        return Spelling.nearest(vertex, known)
                .map(it -> "; did you mean \"" + it + "\"?")
                .orElse("");
    }

    /** The wish for one attribute, if there is one. */
    @Nullable
    JsonNode get(String vertex, String attribute) {
        var wish = byVertex.get(vertex);
        return wish == null ? null : wish.get(attribute);
    }
}
