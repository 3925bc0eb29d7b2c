package org.freshet.batch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What came back from a {@link BatchTask}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "did")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BatchAnswer.Looked.class, name = "look"),
    @JsonSubTypes.Type(value = BatchAnswer.Submitted.class, name = "submit"),
    @JsonSubTypes.Type(value = BatchAnswer.Removed.class, name = "remove"),
    @JsonSubTypes.Type(value = BatchAnswer.Ended.class, name = "ending")
})
public sealed interface BatchAnswer {

    /** What was seen. */
    record Looked(View view) implements BatchAnswer {}

    /** What became of the order. */
    record Submitted(Submission submission) implements BatchAnswer {}

    /** Whether the wish got there. */
    record Removed(Removal removal) implements BatchAnswer {}

    /** How a slot ended, in words. */
    record Ended(String sentence) implements BatchAnswer {}
}
