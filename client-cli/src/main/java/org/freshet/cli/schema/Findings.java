package org.freshet.cli.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.Problem.FieldError;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** What is wrong with a file, as far as anybody reads on. */
final class Findings {

    /** As many as the server tells. */
    private static final int MOST = 1000;

    private final List<FieldError> problems = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private @Nullable Integer index;

    /** What is added from now on belongs to this description, counted from 0. */
    void at(int description) {
        index = description;
        told.clear();
    }

    /** What is added from now on belongs to the file. */
    void atNone() {
        index = null;
        told.clear();
    }

    /** One problem of a field is told; what else is wrong with it often follows from that. */
    void add(@Nullable String field, String reason, @Nullable TokenStreamLocation place) {
        if (!isFull() && (field == null || told.add(field))) {
            problems.add(new FieldError(
                    index,
                    field,
                    reason,
                    place == null ? null : place.getLineNr(),
                    place == null ? null : place.getColumnNr()));
        }
    }

    boolean isFull() {
        return problems.size() >= MOST;
    }

    List<FieldError> problems() {
        return List.copyOf(problems);
    }
}
