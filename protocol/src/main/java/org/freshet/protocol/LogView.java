package org.freshet.protocol;

import java.util.List;

/**
 * A payload's output as far as the server has it.
 *
 * @param attempt the attempt it belongs to
 * @param complete whether the attempt ended and no more will come
 * @param parts one per stream of which something was received
 */
public record LogView(AttemptId attempt, boolean complete, List<LogPart> parts) {

    public LogView {
        parts = List.copyOf(parts);
    }

    /** Whether the part's bytes are gone because the time for which logs are kept is over. */
    public boolean wasRemoved(LogPart part) {
        return complete && part.totalBytes() > 0 && part.head().length == 0 && part.tail().length == 0;
    }
}
