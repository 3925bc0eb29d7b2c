package org.freshet.server.dump;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of which every row is dumped.
 *
 * @param schema where it is
 * @param columns in their order
 * @param identity the column whose values the database gives, if there is one
 * @param needs names of the tables that its foreign keys point to
 */
record Table(
        String schema,
        String name,
        List<String> columns,
        @Nullable String identity,
        List<String> needs) {

    Table {
        columns = List.copyOf(columns);
        needs = List.copyOf(needs);
    }

    /** Name for a statement. */
    String quoted() {
        return quoted(schema) + "." + quoted(name);
    }

    /** Columns for a statement. */
    static String quoted(List<String> columns) {
        return columns.stream().map(Table::quoted).collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** In an order in which they can be filled: each after those that it needs. */
    static List<Table> inOrderOfNeed(List<Table> tables) {
        var waiting = new ArrayList<>(tables);
        var ordered = new ArrayList<Table>();
        var there = new HashSet<String>();
        while (!waiting.isEmpty()) {
            var next = waiting.stream()
                    .filter(it -> there.containsAll(it.needs()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("foreign keys in a circle: " + waiting));
            waiting.remove(next);
            ordered.add(next);
            there.add(next.name());
        }
        return ordered;
    }
}
