package org.freshet.batch.htcondor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.freshet.batch.Removal;
import org.freshet.batch.Slot;
import org.freshet.batch.View;

/** Takes jobs out of the queue. */
record Removals(CondorCommands commands, Constraints constraints) {

    /** So that a command's arguments stay far below what the kernel takes. */
    private static final int AT_ONCE = 1000;

    Removal remove(String site, List<JobNumber> jobs) {
        for (int from = 0; from < jobs.size(); from += AT_ONCE) {
            var some = jobs.subList(from, Math.min(jobs.size(), from + AT_ONCE));
            var failure = failure(site, some);
            if (failure.isPresent()) {
                return new Removal.Failed(failure.get());
            }
        }
        return new Removal.Asked();
    }

    /** condor_rm fails as well when there is nothing left to remove; then the queue tells. */
    private Optional<String> failure(String site, List<JobNumber> jobs) {
        var constraint = constraints.jobs(site, jobs);
        var answer = commands.remove(constraint);
        if (answer instanceof Answer.Exited exited && exited.status() == 0) {
            return Optional.empty();
        }
        if (!(answer instanceof Answer.Exited)) {
            return Optional.of(answer.sentence());
        }
        return switch (QueueAnswer.view(commands.query(constraint, QueuedJob.class), Instant.EPOCH)) {
            case View.Unreadable(var sentence) ->
                Optional.of(answer.sentence() + "; whether they are gone cannot be told: " + sentence);
            case View.Seen(var _, var slots) -> left(slots).map(it -> answer.sentence() + "; " + it);
        };
    }

    private static Optional<String> left(List<Slot> slots) {
        var left = slots.stream().filter(it -> it.state() != Slot.State.LEAVING).toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(left.size() + " of them, the first is "
                        + left.getFirst().batchId() + ", are still in the queue; perhaps they belong to another user");
    }
}
