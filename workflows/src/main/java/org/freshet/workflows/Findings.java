package org.freshet.workflows;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one reading has to say: problems, which refuse the text, and notices, which do not. */
final class Findings {

    /** Most problems, and most notices, that are kept: a large text may have the same mistake in every line. */
    static final int MOST = 1_000;

    private static final int MOST_CHARACTERS = 500;

    // Sets, because a bad default of a key would otherwise be reported by every element that takes it.
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();

    /** Where in the text something stands, and what it is. */
    record Place(int line, int column, String element) {}

    void problem(Place at, String reason) {
        problem(new Problem(at.line(), at.column(), shortened(at.element()), shortened(reason)));
    }

    void problem(Problem problem) {
        if (problems.size() < MOST - 1) {
            problems.add(problem);
        } else if (problems.size() < MOST && !problems.contains(problem)) {
            problems.add(new Problem(
                    problem.line(),
                    problem.column(),
                    problem.element(),
                    "There are more problems from here on; they are not listed."));
        }
    }

    void notice(Place at, String sentence) {
        if (notices.size() < MOST) {
            notices.add("Line %d, %s: %s".formatted(at.line(), shortened(at.element()), shortened(sentence)));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    List<Problem> problems() {
        return new ArrayList<>(problems);
    }

    List<String> notices() {
        return new ArrayList<>(notices);
    }

    // Ids have no limit of their own, and one of a megabyte may be part of every sentence.
    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
