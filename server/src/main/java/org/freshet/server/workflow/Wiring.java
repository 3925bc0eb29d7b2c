package org.freshet.server.workflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.freshet.protocol.DataTypeView.OutputCheck;

/**
 * The files of a workflow's edges as the jobs at both ends know them: a variable for each, and an output at its source.
 */
final class Wiring {

    private final Map<String, Map<String, String>> variables = new HashMap<>();
    private final Map<String, Map<String, OutputCheck>> outputs = new HashMap<>();
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
     * @param path as both ends know it; if the source has a foreach, a directory with a file for each item
     * @param itemEnding of those files
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
            String path,
            String itemEnding) {}

    void add(Dataset dataset, OutputCheck check) {
        if (dataset.datatag().isEmpty()) {
            return;
        }
        give(dataset.source(), dataset);
        give(dataset.target(), dataset);
        // Two edges with one file: it must be what the stricter of the two says.
        outputs.computeIfAbsent(dataset.source(), it -> new TreeMap<>())
                .merge("$" + dataset.datatag(), check, (one, other) -> one.compareTo(other) < 0 ? one : other);
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

    /** Those that must be there and not empty. */
    List<String> outputsOf(String vertex) {
        return outputs.getOrDefault(vertex, Map.of()).entrySet().stream()
                .filter(it -> it.getValue() == OutputCheck.NOT_EMPTY)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those that may be empty or missing. */
    Map<String, OutputCheck> looseOutputsOf(String vertex) {
        var loose = new TreeMap<>(outputs.getOrDefault(vertex, Map.of()));
        loose.values().removeIf(it -> it == OutputCheck.NOT_EMPTY);
        return loose;
    }
}
