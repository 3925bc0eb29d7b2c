package org.freshet.cli.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobDetail;
import org.freshet.protocol.JobState;
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
    private int toldToWaitAfter = -1;

    LogFollower(Session session, IdArgument id, LogPrinters printers) {
        this.session = session;
        this.id = id;
        this.printers = printers;
        this.patience = new Patience(session, false);
    }

    /**
     * What following came to.
     *
     * @param log as last read
     * @param code whether the job is FINISHED; OK if one attempt was followed, or nobody reads on
     */
    record Followed(Answer log, ExitCode code) {}

    /** Until one given attempt is complete. */
    Followed followAttempt(Supplier<Answer> question) {
        while (true) {
            var answer = patience.ask(question);
            if (answer.isPresent() && (print(answer.get()).complete() || printers.isCutOff())) {
                return new Followed(answer.get(), ExitCode.OK);
            }
            session.time().pause(STEP);
        }
    }

    /** Until the job has ended, through all its attempts. */
    Followed followJob(Supplier<Answer> question) {
        while (true) {
            var answer = patience.ask(question);
            if (answer.isPresent()) {
                var log = print(answer.get());
                if (printers.isCutOff()) {
                    return new Followed(answer.get(), ExitCode.OK);
                }
                var ended = mayHaveEnded(log) ? endedWith(log) : Optional.<JobView>empty();
                if (ended.isPresent()) {
                    return end(ended.get(), log.complete() ? answer : patience.ask(question), answer.get());
                }
            }
            session.time().pause(STEP);
        }
    }

    private LogView print(Answer answer) {
        var log = answer.as(LogView.class);
        int current = log.attempt().attempt();
        if (current != attempt) {
            if (attempt != 0) {
                session.terminal().note("Attempt " + current + " begins.");
                printers.begin();
            }
            attempt = current;
            quiet = 0;
        }
        quiet = printers.print(log) ? 0 : quiet + 1;
        return log;
    }

    /** Without a log that is complete, too: no pilot had the job, or none could send the end. */
    private boolean mayHaveEnded(LogView log) {
        return log.complete() || log.attempt().attempt() == 0 || quiet >= QUIET_QUESTIONS;
    }

    /** The job, if it has ended with this attempt. */
    private Optional<JobView> endedWith(LogView log) {
        quiet = 0;
        var job = patience.ask(
                () -> session.server().get("/jobs/" + id).as(JobDetail.class).job());
        job.ifPresent(this::tellWhetherItWaits);
        return job.filter(
                it -> it.state().isFinal() && it.attempt() <= log.attempt().attempt());
    }

    private void tellWhetherItWaits(JobView job) {
        boolean waits = job.state() == JobState.DEFINED || job.state() == JobState.TEMPLATE;
        if (waits && toldToWaitAfter != attempt) {
            String sentence = JobWords.title(job) + " is " + Words.lower(job.state()) + " and waits to be claimed";
            session.terminal()
                    .note(attempt == 0 ? sentence + "." : "Attempt " + attempt + " is over. " + sentence + " again.");
            toldToWaitAfter = attempt;
        }
    }

    /** @param last the log read after the job had ended, if the server was there */
    private Followed end(JobView job, Optional<Answer> last, Answer before) {
        last.ifPresent(this::print);
        session.terminal().note(JobWords.ended(job, session.time().now()));
        var code = job.state() == JobState.FINISHED ? ExitCode.OK : ExitCode.NOT_FINISHED;
        return new Followed(last.orElse(before), code);
    }
}
