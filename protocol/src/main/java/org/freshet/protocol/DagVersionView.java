package org.freshet.protocol;

import java.time.Instant;

/** One version of a DAG in the list of all. */
public record DagVersionView(
        int version, String description, int vertices, int edges, Instant loadedAt, String loadedBy) {}
