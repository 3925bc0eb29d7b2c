package org.freshet.server.job;

import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** Collects what is wrong with a submission, so that its author sees every problem at once. */
final class InputErrors {

    /** Nobody reads more than this many. */
    static final int MOST = 1000;

    private final List<FieldError> errors = new ArrayList<>();

    void add(@Nullable Integer index, @Nullable String field, String reason, @Nullable TokenStreamLocation where) {
        if (!isFull()) {
            errors.add(new FieldError(
                    index,
                    field,
                    reason,
                    where == null ? null : where.getLineNr(),
                    where == null ? null : where.getColumnNr()));
        }
    }

    boolean isFull() {
        return errors.size() >= MOST;
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            var where = (first.index() == null ? "" : "job " + first.index() + ", ")
                    + (first.field() == null ? "" : first.field() + ": ");
            var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more problems)";
            throw new Invalid("Nothing was stored. " + where + first.reason() + more, errors);
        }
    }
}
