package org.freshet.batch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What became of an order, as far as the batch system's answer tells. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Submission.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Submission.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Submission.Unknown.class, name = "unknown")
})
public sealed interface Submission {

    /** All of it got in. */
    record Accepted(List<Placed> placed) implements Submission {

        public Accepted {
            placed = List.copyOf(placed);
        }
    }

    /**
     * Nothing of it got in, for certain.
     *
     * @param sentence why, in the batch system's words where it gave any
     */
    record Refused(String sentence) implements Submission {}

    /**
     * The answer is missing or says nothing: all, some or none of it got in. It counts in full until a view that was
     * begun later shows what did.
     *
     * @param sentence what happened
     */
    record Unknown(String sentence) implements Submission {}
}
