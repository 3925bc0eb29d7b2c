package org.freshet.pilot.talk;

import java.time.Duration;
import java.util.List;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Report;

/** A report before it is sent: it knows moments, of which the ages are computed whenever it is sent. */
public sealed interface News {

    AttemptId attempt();

    /** The report as it must be sent now. */
    Report now();

    /** The same without what a server may refuse, logs and words: what counts for the job is left. */
    default News essential() {
        return this;
    }

    record Started(AttemptId attempt, Moment at) implements News {

        @Override
        public Report now() {
            return new Report.Started(attempt, millis(at.age()));
        }
    }

    record Progress(AttemptId attempt, List<LogPart> logs) implements News {

        public Progress {
            logs = List.copyOf(logs);
        }

        @Override
        public Report now() {
            return new Report.Progress(attempt, logs);
        }

        @Override
        public News essential() {
            return new Progress(attempt, List.of());
        }
    }

    /**
     * Asks whether the attempt is current, before its files replace others: an empty report of progress, to which the
     * outcome is the answer.
     *
     * @param at makes each question another one
     */
    record Question(AttemptId attempt, Moment at) implements News {

        @Override
        public Report now() {
            return new Report.Progress(attempt, List.of());
        }
    }

    /**
     * The payload ended.
     *
     * @param logs those that go into the report itself
     */
    record Ended(PayloadEnd end, List<LogPart> logs) implements News {

        public Ended {
            logs = List.copyOf(logs);
        }

        @Override
        public AttemptId attempt() {
            return end.attempt();
        }

        @Override
        public Report now() {
            var how = end.verdict();
            var startedAt = end.startedAt();
            return new Report.Ended(
                    end.attempt(),
                    how.reason(),
                    how.exitCode(),
                    how.signal(),
                    StorableText.ofPresent(how.message()),
                    startedAt == null ? null : millis(startedAt.age()),
                    millis(end.endedAt().age()),
                    logs,
                    how.reason() == null ? end.items() : null,
                    end.usage());
        }

        @Override
        public News essential() {
            return new Ended(
                    end.withMessage("The message was refused by the server; the pilot's log has it.")
                            .withoutUsage(),
                    List.of());
        }
    }

    record GivenBack(AttemptId attempt, String why) implements News {

        @Override
        public Report now() {
            return new Report.GivenBack(attempt, StorableText.of(why));
        }

        @Override
        public News essential() {
            return new GivenBack(attempt, "The reason was refused by the server; the pilot's log has it.");
        }
    }

    private static long millis(Duration age) {
        return Math.max(0, age.toMillis());
    }
}
