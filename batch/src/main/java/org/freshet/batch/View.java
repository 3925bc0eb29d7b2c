package org.freshet.batch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** What a look at the batch system brought. Unknown is not zero: who acts on a view has to say what it does on each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = View.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = View.Unreadable.class, name = "unreadable")
})
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
