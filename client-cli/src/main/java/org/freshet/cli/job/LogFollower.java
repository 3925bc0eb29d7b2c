package org.freshet.cli.job;

import java.time.Duration;
import java.util.function.Supplier;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobDetail;
import org.freshet.protocol.JobView;
import org.freshet.protocol.LogView;

/** Prints a log while it grows. */
final class LogFollower {

    private static final Duration STEP = Duration.ofMillis(500);

    /** After so many questions without news the job itself is looked at: it may have ended without a log. */
    private static final int QUIET_QUESTIONS = 10;

    private final Session session;
    private final IdArgument id;
    private final LogPrinters printers;
    private final Patience patience;
    private int attempt;
    private int quiet;
    private boolean toldToWait;

    LogFollower(Session session, IdArgument id, LogPrinters printers) {
        this.session = session;
        this.id = id;
        this.printers = printers;
        this.patience = new Patience(session, false);
    }

    /**
     * Until the attempt is complete, or the job ended without one.
     *
     * @param latest whether the latest attempt is followed, not a given one
     * @return the log as last read
     */
    Answer follow(Supplier<Answer> question, boolean latest) {
        while (true) {
            var answer = patience.ask(question);
            if (answer.isPresent()) {
                var log = answer.get().as(LogView.class);
                print(log);
                if (log.complete() || printers.isCutOff() || (latest && endedSilently(log))) {
                    return answer.get();
                }
            }
            session.time().pause(STEP);
        }
    }

    private void print(LogView log) {
        int current = log.attempt().attempt();
        if (current != attempt) {
            if (attempt != 0) {
                session.terminal().note("Attempt " + attempt + " is over; this is attempt " + current + ".");
                printers.begin();
            }
            attempt = current;
            quiet = 0;
        }
        quiet = printers.print(log) ? 0 : quiet + 1;
    }

    /** Whether no more will come although the log is not complete: no pilot had the job, or none could send the end. */
    private boolean endedSilently(LogView log) {
        boolean neverClaimed = log.attempt().attempt() == 0;
        if (!neverClaimed && quiet < QUIET_QUESTIONS) {
            return false;
        }
        quiet = 0;
        var job = patience.ask(
                () -> session.server().get("/jobs/" + id).as(JobDetail.class).job());
        job.ifPresent(this::tell);
        return job.filter(it -> it.state().isFinal()).isPresent();
    }

    private void tell(JobView job) {
        if (job.state().isFinal()) {
            session.terminal().note(JobWords.title(job) + " is " + Words.lower(job.state()) + "; no more will come.");
        } else if (job.attempt() == 0 && !toldToWait) {
            session.terminal()
                    .note(JobWords.title(job) + " is " + Words.lower(job.state()) + " and waits to be claimed.");
            toldToWait = true;
        }
    }
}
