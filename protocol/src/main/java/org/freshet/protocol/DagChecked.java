package org.freshet.protocol;

import java.util.List;

/**
 * Answer to a check of a DAG of which nothing was stored.
 *
 * @param name under which it was checked
 * @param vertices how many
 * @param edges how many
 * @param notices what its author may not have meant, a sentence each
 */
public record DagChecked(String name, String description, int vertices, int edges, List<String> notices) {

    public DagChecked {
        notices = List.copyOf(notices);
    }
}
