package org.freshet.workflows;

import java.util.List;

/** For what a vertex runs once each: it becomes one job per item, all with the same parents and children. */
public sealed interface Foreach {

    /** Most items of a list. */
    int MAX_ITEMS = 10_000;

    /**
     * Items that the text of the DAG lists.
     *
     * @param values 1 to {@value Foreach#MAX_ITEMS} texts of at most 4096 characters, in the order of the text; numbers
     *     and booleans of the text as strings
     */
    record Items(List<String> values) implements Foreach {

        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * Files that are found when the vertex becomes runnable; possibly none.
     *
     * @param pattern not empty, at most 4096 characters, for example {@code /data/run001837_*.adc}
     */
    record Glob(String pattern) implements Foreach {}

    /**
     * Items of a JSON list that a parent writes into the file of an edge; possibly none.
     *
     * @param datatag of an edge that leads to the vertex
     */
    record Output(String datatag) implements Foreach {}
}
