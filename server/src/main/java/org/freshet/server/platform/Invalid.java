package org.freshet.server.platform;

import java.util.List;
import org.freshet.protocol.Problem;

/** Input that cannot be used: answered with 400 and every problem that was found. Nothing was stored. */
public class Invalid extends RuntimeException {

    private final transient List<Problem.FieldError> errors;

    public Invalid(String message, List<Problem.FieldError> errors) {
        super(message);
        this.errors = List.copyOf(errors);
    }

    /** One field, without a position in the text. */
    public static Invalid field(String field, String reason) {
        return new Invalid(field + ": " + reason, List.of(new Problem.FieldError(null, field, reason, null, null)));
    }

    public List<Problem.FieldError> errors() {
        return errors;
    }
}
