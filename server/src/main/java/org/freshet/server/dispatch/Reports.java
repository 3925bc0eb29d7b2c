package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.LogPart;
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
     * @param requeued whether a job went back to the queue
     */
    record Result(Map<PilotId, List<ReportOutcome>> outcomes, Map<PilotId, Integer> ended, boolean requeued) {}

    Result apply(List<Visit> visits) {
        var result = new HashMap<PilotId, List<ReportOutcome>>();
        var ended = new HashMap<PilotId, Integer>();
        var attempts = new LinkedHashSet<AttemptId>();
        visits.forEach(visit -> visit.exchange().reports().forEach(it -> attempts.add(it.attempt())));
        if (attempts.isEmpty()) {
            return new Result(result, ended, false);
        }
        var found = tried.lock(attempts);
        var starts = new ArrayList<EndingSql.Start>();
        var endings = new HashMap<AttemptId, Ending>();
        for (var visit : visits) {
            var outcomes = new ArrayList<ReportOutcome>();
            for (var report : visit.exchange().reports()) {
                var verdict = Judge.judge(report, visit.pilot(), found.get(report.attempt()));
                var outcome = endings.containsKey(report.attempt()) ? Outcome.DUPLICATE : verdict.outcome();
                outcomes.add(new ReportOutcome(report.attempt(), outcome, verdict.sentence()));
                if (outcome != Outcome.ILLEGAL) {
                    saveLogs(report);
                }
                if (outcome == Outcome.APPLIED) {
                    collect(report, found.get(report.attempt()), starts, endings);
                }
            }
            result.put(visit.pilot(), outcomes);
            visit.exchange().reports().stream()
                    .map(it -> endings.get(it.attempt()))
                    .filter(it -> it != null && it.was().pilot().equals(visit.pilot()))
                    .distinct()
                    .forEach(it -> ended.merge(visit.pilot(), 1, Integer::sum));
        }
        // A start that is told together with the end is in the ending.
        starts.removeIf(it -> endings.containsKey(it.attempt()));
        books.start(starts);
        return new Result(result, ended, books.enter(endings.values()));
    }

    private static void collect(
            Report report, Tried was, List<EndingSql.Start> starts, Map<AttemptId, Ending> endings) {
        switch (report) {
            case Report.Started started
            when was.live() -> starts.add(new EndingSql.Start(started.attempt(), started.startedAgoMs()));
            case Report.Started suspended -> {}
            case Report.Progress progress -> {}
            case Report.Ended end -> endings.put(end.attempt(), Ending.reported(was, end));
            case Report.GivenBack back -> endings.put(back.attempt(), Ending.givenBack(was, back.why()));
        }
    }

    private void saveLogs(Report report) {
        List<LogPart> parts = switch (report) {
            case Report.Progress progress -> progress.logs();
            case Report.Ended end -> end.logs();
            case Report.Started started -> List.of();
            case Report.GivenBack back -> List.of();
        };
        parts.forEach(it -> logs.save(report.attempt(), it));
    }
}
