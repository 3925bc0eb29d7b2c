package org.freshet.cli.job;

import java.util.List;
import org.freshet.protocol.Problem.FieldError;

/**
 * What is sent to the server.
 *
 * @param json the descriptions
 * @param origins for every description sent, the index of the one in the file that it was made from; empty if the file
 *     is sent as it is
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are sent on, never compared
record Batch(byte[] json, List<Integer> origins) {

    Batch {
        origins = List.copyOf(origins);
    }

    /** A problem of what was sent as a problem of the file, whose lines are known only if it was sent as it is. */
    FieldError asWritten(FieldError error) {
        if (origins.isEmpty()) {
            return error;
        }
        var index = error.index();
        var origin = index != null && index >= 0 && index < origins.size() ? origins.get(index) : index;
        return new FieldError(origin, error.field(), error.reason(), null, null);
    }
}
