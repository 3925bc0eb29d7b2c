package org.freshet.server.workflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.freshet.protocol.DataTypeView.OutputCheck;

/**
 * The files of a workflow's edges as the jobs at both ends know them: a variable for each, and an output at its source.
 */
final class Wiring {

    private final Map<String, Map<String, String>> variables = new HashMap<>();
    private final Map<String, Set<String>> outputs = new HashMap<>();
    private final Predicate<String> isNoop;
    private final Faults faults;

    /** @param isNoop whether a vertex runs nothing */
    Wiring(Predicate<String> isNoop, Faults faults) {
        this.isNoop = isNoop;
        this.faults = faults;
    }

    /**
     * A file that passes from one vertex to another.
     *
     * @param path as both ends know it
     */
    record Dataset(
            long id,
            String source,
            String target,
            String name,
            String comment,
            String datatype,
            String datatag,
            String dirpath,
            String path) {}

    void add(Dataset dataset, OutputCheck check) {
        if (dataset.datatag().isEmpty()) {
            return;
        }
        give(dataset.source(), dataset);
        give(dataset.target(), dataset);
        // What a pilot can check is that a file is there and not empty.
        if (check == OutputCheck.NOT_EMPTY) {
            outputs.computeIfAbsent(dataset.source(), it -> new HashSet<>()).add("$" + dataset.datatag());
        }
    }

    private void give(String vertex, Dataset dataset) {
        var before = variables
                .computeIfAbsent(vertex, it -> new LinkedHashMap<>())
                .putIfAbsent(dataset.datatag(), dataset.path());
        if (before != null && !before.equals(dataset.path()) && !isNoop.test(vertex)) {
            faults.add(
                    "vertex '" + vertex + "'",
                    "its variable " + dataset.datatag() + " would be two files, " + before + " and " + dataset.path()
                            + "; give each file a datatag of its own, or both edges the same file");
        }
    }

    /** Paths by the name of the variable. */
    Map<String, String> variablesOf(String vertex) {
        return variables.getOrDefault(vertex, Map.of());
    }

    List<String> outputsOf(String vertex) {
        return outputs.getOrDefault(vertex, Set.of()).stream().sorted().toList();
    }
}
