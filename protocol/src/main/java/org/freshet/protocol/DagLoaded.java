package org.freshet.protocol;

import java.util.List;

/**
 * Answer to a load of a DAG.
 *
 * @param dag its newest version
 * @param created whether the load made this version; false = it brought nothing new
 * @param notices what its author may not have meant, a sentence each
 */
public record DagLoaded(DagView dag, boolean created, List<String> notices) {

    public DagLoaded {
        notices = List.copyOf(notices);
    }
}
