package org.freshet.cli.pool;

import java.util.Collection;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Order;
import org.freshet.batch.Removal;
import org.freshet.batch.Submission;
import org.freshet.batch.View;

/**
 * A batch system that cannot be asked.
 *
 * @param sentence why, without full stop
 */
record NoHTCondor(String sentence) implements BatchSystem {

    @Override
    public Submission submit(Order order) {
        return new Submission.Refused(sentence);
    }

    @Override
    public View view(String site) {
        return new View.Unreadable(sentence);
    }

    @Override
    public Removal remove(String site, Collection<BatchId> slots) {
        return new Removal.Failed(sentence);
    }

    @Override
    public String ending(String site, BatchId slot) {
        return "how it ended is not known";
    }
}
