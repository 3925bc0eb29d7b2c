package org.freshet.batch.htcondor;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.freshet.batch.Slot;
import org.freshet.batch.View;

/** What an answer of condor_q says about the queue. */
final class QueueAnswer {

    /** How its complaints begin. An empty answer beside one of them is no empty queue. */
    private static final Pattern COMPLAINT = Pattern.compile("(?i)\\s*(error|-- failed|failed|can't|[A-Z]+:\\d+:).*");

    private QueueAnswer() {}

    /** @param at when the command was started */
    static View view(Answer answer, Instant at) {
        if (!(answer instanceof Answer.Exited exited)) {
            return new View.Unreadable(answer.sentence());
        }
        if (exited.status() != 0) {
            return new View.Unreadable(exited.sentence());
        }
        if (exited.out().isBlank() && exited.complaints().stream().anyMatch(COMPLAINT.asMatchPredicate())) {
            return new View.Unreadable("condor_q named no job, but complained: " + exited.complaint());
        }
        try {
            return new View.Seen(at, slots(exited.out()));
        } catch (IOException e) {
            return new View.Unreadable("condor_q cannot be understood: " + e.getMessage());
        }
    }

    private static List<Slot> slots(String out) throws IOException {
        var slots = new ArrayList<Slot>();
        for (var job : ClassAds.read(out, QueuedJob.class)) {
            slots.add(job.slot());
        }
        return slots;
    }
}
