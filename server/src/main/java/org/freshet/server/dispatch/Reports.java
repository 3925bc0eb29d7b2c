package org.freshet.server.dispatch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.server.job.JobLogSql;
import org.springframework.stereotype.Component;

/** Takes the reports of a round into the books. */
@Component
class Reports {

    private final TriedSql tried;
    private final Books books;
    private final JobLogSql logs;

    Reports(TriedSql tried, Books books, JobLogSql logs) {
        this.tried = tried;
        this.books = books;
        this.logs = logs;
    }

    /**
     * What became of the reports.
     *
     * @param outcomes per pilot, in the order of its reports
     * @param ended how many attempts of each pilot ended
     * @param entered what the books say of it
     */
    record Result(Map<PilotId, List<ReportOutcome>> outcomes, Map<PilotId, Integer> ended, Books.Entered entered) {}

    Result apply(List<Visit> visits) {
        var attempts = new LinkedHashSet<AttemptId>();
        visits.forEach(visit -> visit.exchange().reports().forEach(it -> attempts.add(it.attempt())));
        return attempts.isEmpty()
                ? new Result(Map.of(), Map.of(), Books.Entered.NOTHING)
                : new Hearing(tried.lock(attempts)).hear(visits);
    }

    /** The reports of one round. */
    private final class Hearing {

        private final Map<AttemptId, Tried> found;
        private final Map<PilotId, List<ReportOutcome>> outcomes = new HashMap<>();
        private final Map<PilotId, Integer> ended = new HashMap<>();
        private final Map<AttemptId, EndingSql.Start> starts = new LinkedHashMap<>();
        private final Map<AttemptId, Ending> endings = new LinkedHashMap<>();

        Hearing(Map<AttemptId, Tried> found) {
            this.found = found;
        }

        Result hear(List<Visit> visits) {
            for (var visit : visits) {
                outcomes.put(
                        visit.pilot(),
                        visit.exchange().reports().stream()
                                .map(it -> hear(it, visit.pilot()))
                                .toList());
            }
            // A start that is told together with its end is in the ending.
            starts.keySet().removeAll(endings.keySet());
            books.start(List.copyOf(starts.values()));
            return new Result(outcomes, ended, books.enter(endings.values()));
        }

        private ReportOutcome hear(Report report, PilotId by) {
            var attempt = report.attempt();
            var was = found.get(attempt);
            if (was != null && was.pilot().equals(by) && endings.containsKey(attempt)) {
                return new ReportOutcome(attempt, Outcome.DUPLICATE, "Attempt " + attempt + " ended in this exchange.");
            }
            var verdict = Judge.judge(report, by, was);
            if (verdict.outcome() != Outcome.ILLEGAL) {
                saveLog(report);
            }
            if (was != null && verdict.counts()) {
                collect(report, was);
            }
            return new ReportOutcome(attempt, verdict.outcome(), verdict.sentence());
        }

        private void collect(Report report, Tried was) {
            switch (report) {
                case Report.Started it -> {
                    if (was.live()) {
                        starts.put(was.id(), new EndingSql.Start(was.id(), it.startedAgoMs()));
                    }
                }
                case Report.Progress it -> {}
                case Report.Ended it -> end(Ending.reported(was, it));
                case Report.GivenBack it -> end(Ending.givenBack(was, it.why()));
            }
        }

        private void end(Ending ending) {
            endings.put(ending.was().id(), ending);
            ended.merge(ending.was().pilot(), 1, Integer::sum);
        }
    }

    /** With the end, so that a job that is final has its log; the output of a running payload is not worth a round. */
    private void saveLog(Report report) {
        if (report instanceof Report.Ended end) {
            end.logs().forEach(it -> logs.save(end.attempt(), it));
        }
    }
}
