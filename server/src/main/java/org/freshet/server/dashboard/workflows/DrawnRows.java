package org.freshet.server.dashboard.workflows;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How high a drawing will be, as far as that can be told before a script makes it. */
final class DrawnRows {

    private final Map<String, String> parents;
    private final Map<String, Integer> columns = new HashMap<>();

    private DrawnRows(Map<String, String> parents) {
        this.parents = parents;
    }

    /**
     * The most boxes that stand above each other, where each stands right behind the last of its parents; at least 1.
     *
     * @param parents of each box the keys of those before it, with blanks between; without a cycle
     */
    static int of(Map<String, String> parents) {
        var rows = new DrawnRows(parents);
        var heights = new HashMap<Integer, Integer>();
        parents.keySet().forEach(it -> heights.merge(rows.column(it), 1, Integer::sum));
        return heights.values().stream().mapToInt(it -> it).max().orElse(1);
    }

    private int column(String key) {
        var known = columns.get(key);
        if (known != null) {
            return known;
        }
        var column = Stream.of(parents.getOrDefault(key, "").split(" "))
                .filter(parents::containsKey)
                .mapToInt(it -> column(it) + 1)
                .max()
                .orElse(0);
        columns.put(key, column);
        return column;
    }
}
