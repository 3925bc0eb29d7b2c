package org.freshet.server.dag;

import org.freshet.workflows.Dag;

/** One version of a DAG, read from what was stored. */
public record StoredDag(long dagId, String name, int version, Dag dag) {}
