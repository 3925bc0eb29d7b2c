package org.freshet.batch;

import java.time.Instant;
import java.util.List;

/** What a look at the batch system brought. Unknown is not zero: who acts on a view has to say what it does on each. */
public sealed interface View {

    /**
     * A complete answer.
     *
     * @param at when the look began; what was submitted before and is not in it is gone
     */
    record Seen(Instant at, List<Slot> slots) implements View {

        public Seen {
            slots = List.copyOf(slots);
        }
    }

    /**
     * No answer, half an answer or one that cannot be right. Nothing may be concluded from it.
     *
     * @param sentence what was asked and what came back
     */
    record Unreadable(String sentence) implements View {}
}
