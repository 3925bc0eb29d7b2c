package org.freshet.cli.job;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;

/**
 * What a person sees while jobs are waited for: a line per ended job; on a terminal also a live count, and of many
 * jobs only those that did not finish.
 */
final class WaitingProgress {

    /** On a terminal each of so many jobs gets its line. */
    private static final int FEW = 20;

    private static final int MOST_IDS_NAMED = 10;

    private final Session session;
    private final Terminal terminal;
    private final boolean json;
    private final boolean few;
    private final Map<JobState, Long> ended = new EnumMap<>(JobState.class);

    /** @param json whether stdout is kept for a JSON document */
    WaitingProgress(Session session, boolean json, int total) {
        this.session = session;
        this.terminal = session.terminal();
        this.json = json;
        this.few = total <= FEW;
    }

    void count(int done, int total) {
        terminal.progress(
                done, total, Words.number(done) + " of " + Words.count(total, "job") + " ended" + notFinished());
    }

    private String notFinished() {
        long others = ended.entrySet().stream()
                .filter(it -> it.getKey() != JobState.FINISHED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return others == 0 ? "" : ", " + Words.number(others) + " of them not finished";
    }

    void ended(JobView job) {
        ended.merge(job.state(), 1L, Long::sum);
        if (terminal.interactive() && !few && job.state() == JobState.FINISHED) {
            return;
        }
        terminal.endLive();
        String line = JobWords.ended(job, session.time().now());
        if (json) {
            terminal.note(line);
        } else {
            terminal.say(line);
        }
    }

    void missing(long id) {
        terminal.endLive();
        terminal.note("There is no job " + id + ", or no longer.");
    }

    void timedOut(Collection<Long> open) {
        terminal.endLive();
        String ids = open.stream().limit(MOST_IDS_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        terminal.note("The time is over; not ended: " + Words.count(open.size(), "job") + " (" + ids
                + (open.size() > MOST_IDS_NAMED ? ", …" : "") + ").");
    }

    void done() {
        terminal.endLive();
        if (!few) {
            String parts = ended.entrySet().stream()
                    .map(part -> Words.number(part.getValue()) + " " + Words.lower(part.getKey()))
                    .collect(Collectors.joining(", "));
            terminal.note("All ended: " + parts + ".");
        }
    }
}
