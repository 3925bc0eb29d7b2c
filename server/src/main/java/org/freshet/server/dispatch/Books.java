package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.server.job.ReadyHintSql;
import org.springframework.stereotype.Component;

/** Decides what becomes of jobs whose attempts ended, and writes it down. Needs a transaction that locked the jobs. */
@Component
class Books {

    private final EndingSql sql;
    private final ReadyHintSql hint;

    Books(EndingSql sql, ReadyHintSql hint) {
        this.sql = sql;
        this.hint = hint;
    }

    /** Returns whether a job went back to the queue; then all servers get a hint. */
    boolean enter(Collection<Ending> endings) {
        var finished = new ArrayList<Ending>();
        var failed = new ArrayList<Ending>();
        var again = new ArrayList<Ending>();
        var noted = new ArrayList<Ending>();
        for (var ending : endings) {
            switch (next(ending)) {
                case FINISHED -> finished.add(ending);
                case FAILED -> failed.add(ending);
                case FAILED_FOR_LOSSES -> failed.add(ending.because(FailureReason.PILOT_LOST));
                case AGAIN -> again.add(ending);
                case WAITS_ALREADY -> noted.add(ending);
            }
        }
        sql.finish(finished);
        sql.fail(failed);
        sql.requeue(again);
        sql.note(noted);
        if (!again.isEmpty()) {
            hint.give();
        }
        return !again.isEmpty();
    }

    void start(List<EndingSql.Start> starts) {
        sql.start(starts);
    }

    void confirm(List<AttemptId> attempts) {
        sql.confirm(attempts);
    }

    private enum Next {
        FINISHED,
        FAILED,
        FAILED_FOR_LOSSES,
        AGAIN,
        WAITS_ALREADY
    }

    private static Next next(Ending ending) {
        var was = ending.was();
        var again = was.isSuspended() ? Next.WAITS_ALREADY : Next.AGAIN;
        return switch (ending.result()) {
            case "FINISHED" -> Next.FINISHED;
            case "FAILED" -> was.failures() < was.retries() && ending.allowsAnother() ? again : Next.FAILED;
            case "PILOT_LOST" ->
                was.losses() < was.maxLosses() && ending.allowsAnother() ? Next.AGAIN : Next.FAILED_FOR_LOSSES;
            default -> again;
        };
    }
}
