package org.freshet.batch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A call of a {@link BatchSystem} as a message, for a batch system that only another machine can ask. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BatchTask.Look.class, name = "look"),
    @JsonSubTypes.Type(value = BatchTask.Submit.class, name = "submit"),
    @JsonSubTypes.Type(value = BatchTask.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = BatchTask.Ending.class, name = "ending")
})
public sealed interface BatchTask {

    /** Makes the call. */
    BatchAnswer doWith(BatchSystem batch);

    /** See {@link BatchSystem#view}. */
    record Look(String site) implements BatchTask {
        @Override
        public BatchAnswer doWith(BatchSystem batch) {
            return new BatchAnswer.Looked(batch.view(site));
        }
    }

    /** See {@link BatchSystem#submit}. */
    record Submit(Order order) implements BatchTask {
        @Override
        public BatchAnswer doWith(BatchSystem batch) {
            return new BatchAnswer.Submitted(batch.submit(order));
        }
    }

    /** See {@link BatchSystem#remove}. */
    record Remove(String site, List<BatchId> slots) implements BatchTask {

        public Remove {
            slots = List.copyOf(slots);
        }

        @Override
        public BatchAnswer doWith(BatchSystem batch) {
            return new BatchAnswer.Removed(batch.remove(site, slots));
        }
    }

    /** See {@link BatchSystem#ending}. */
    record Ending(String site, BatchId slot) implements BatchTask {
        @Override
        public BatchAnswer doWith(BatchSystem batch) {
            return new BatchAnswer.Ended(batch.ending(site, slot));
        }
    }
}
