package org.freshet.server.dag;

import java.util.List;

/** Somebody who makes things from DAGs, and is asked before one is deleted. */
public interface DagUse {

    /**
     * Workflows of any version of the DAG that are not final, in the transaction that would delete it.
     *
     * @return their ids, lowest first; ten are enough
     */
    List<Long> openWorkflows(String dag);
}
