package org.freshet.server.workflow;

import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Invalid;

/** Collects what is wrong with a workflow that is to be made, so that its author sees every problem at once. */
final class Faults {

    /** Nobody reads more than this many. */
    private static final int MOST = 1000;

    private final List<FieldError> errors = new ArrayList<>();

    /** @param field path in the input, or what of the DAG is meant, for example {@code vertex 'filter'} */
    void add(String field, String reason) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(null, field, reason, null, null));
        }
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw refusal(errors);
        }
    }

    static Invalid refusal(List<FieldError> errors) {
        return refusal("The workflow was not made. ", errors);
    }

    /** Of what is no workflow. */
    static Invalid nothingStored(List<FieldError> errors) {
        return refusal("Nothing was stored. ", errors);
    }

    private static Invalid refusal(String consequence, List<FieldError> errors) {
        var first = errors.getFirst();
        var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more problems)";
        return new Invalid(
                consequence + first.field() + ": " + first.reason() + more,
                errors.subList(0, Math.min(errors.size(), MOST)));
    }
}
