package org.freshet.server.dump;

import java.util.Map;

/**
 * What a dump says at its end, by which it is known to be whole.
 *
 * @param rows by table
 * @param lastIds by table: the last id that was given, which may be that of a row that was purged
 */
record DumpEnd(Map<String, Long> rows, Map<String, Long> lastIds) {

    static final String NAME = "end.json";

    DumpEnd {
        rows = Map.copyOf(rows);
        lastIds = Map.copyOf(lastIds);
    }

    long total() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
