package org.freshet.workflows;

import java.util.List;

/** The text of a DAG was refused. The message names the first problem and how many there are. */
public final class InvalidDag extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidDag(String name, List<Problem> problems) {
        super(message(name, problems));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the text, then those of the graph as a whole; at least one, at most {@value Findings#MOST}. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(String name, List<Problem> problems) {
        var first = "DAG '%s' was refused. %s".formatted(name, problems.getFirst());
        return problems.size() == 1 ? first : "%s (%d problems in all)".formatted(first, problems.size());
    }
}
