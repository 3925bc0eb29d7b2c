package org.freshet.cli.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.freshet.cli.session.EventTable;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Sheet;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobDetail;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;

/** Everything about one job, for a person. */
final class JobSheet {

    private final JobDetail detail;
    private final JobView job;
    private final Terminal terminal;
    private final Instant now;

    JobSheet(JobDetail detail, Session session) {
        this.detail = detail;
        this.job = detail.job();
        this.terminal = session.terminal();
        this.now = session.time().now();
    }

    void print() {
        terminal.say(Tone.HEADING, JobWords.title(job) + ": " + Words.lower(job.state()));
        explainFailure(job.reason());
        terminal.say("");
        attributes().print(terminal);
        attempts();
        new EventTable(detail.history()).print(terminal);
    }

    private void explainFailure(@Nullable FailureReason reason) {
        if (reason != null) {
            terminal.say(Tone.BAD, reason.sentence());
            terminal.say("Next step: " + reason.nextStep());
        }
    }

    private Sheet attributes() {
        var sheet = new Sheet(now)
                .line("uuid", job.uuid())
                .line("type", job.jobtype())
                .line("state", JobWords.state(job.state()))
                .line("reason", JobWords.reason(job))
                .line("message", job.message())
                .line("user", job.user())
                .line("site", job.site())
                .line("host", job.host())
                .line("pilot", job.pilot())
                .line("priority", job.priority())
                .line("time limit", Words.number(job.timelimit()) + " s");
        times(sheet);
        needs(sheet);
        sheet.line("run", job.run())
                .line("subrun", job.subrun())
                .line("key", job.key())
                .line("metadata", job.metadata() == null ? null : Json.MAPPER.writeValueAsString(job.metadata()))
                .text("payload", job.payload());
        job.env().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> sheet.text("env", variable.getKey() + "=" + variable.getValue()));
        return sheet;
    }

    private void times(Sheet sheet) {
        sheet.line("data taken", job.dataTime())
                .line("defined", job.definedAt())
                .line("dispatched", job.dispatchedAt())
                .line("started", job.startedAt())
                .line("ended", job.endedAt())
                .line("ran", JobWords.ran(job, now))
                .line("useful until", job.usefulUntil() == null ? null : Words.time(job.usefulUntil()));
    }

    private void needs(Sheet sheet) {
        sheet.line("cores", job.cores())
                .line("memory", Words.number(job.memoryMb()) + " MB")
                .line("disk", Words.number(job.diskMb()) + " MB")
                .line("tags", String.join(", ", job.tags()))
                .line("outputs", outputs())
                .line("exclusive", job.exclusive() ? "yes" : null)
                .line("failures", job.failures() + ", retries allowed: " + job.retries() + unretried())
                .line("pilots lost", job.losses() + ", allowed: " + job.maxLosses());
    }

    private String outputs() {
        var outputs = new ArrayList<>(job.outputs());
        if (job.looseOutputs() != null) {
            new TreeMap<>(job.looseOutputs())
                    .forEach((name, check) ->
                            outputs.add(name + (check == OutputCheck.NONE ? " (may be missing)" : " (may be empty)")));
        }
        return String.join(", ", outputs);
    }

    private String unretried() {
        var codes = job.noRetryExitCodes();
        return codes == null || codes.isEmpty()
                ? ""
                : ", none after exit code "
                        + codes.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private void attempts() {
        if (detail.attempts().isEmpty()) {
            return;
        }
        terminal.say("");
        var table = Table.of(">ATTEMPT", "RESULT", "REASON", ">PILOT", "SITE", "HOST", "DISPATCHED", ">RAN", "MESSAGE");
        for (var attempt : detail.attempts()) {
            table.row(
                    attempt.attempt(),
                    attempt.result() == null
                            ? "open"
                            : attempt.result().toLowerCase(Locale.ROOT).replace('_', ' '),
                    reason(attempt),
                    attempt.pilot(),
                    attempt.site(),
                    attempt.host(),
                    Words.time(attempt.dispatchedAt()),
                    JobWords.between(attempt.startedAt(), attempt.endedAt() == null ? now : attempt.endedAt()),
                    attempt.message());
        }
        table.print(terminal);
    }

    private static String reason(AttemptView attempt) {
        var reason = attempt.reason();
        if (reason == FailureReason.EXIT_CODE && attempt.exitCode() != null) {
            return "exit code " + attempt.exitCode();
        }
        if (reason == FailureReason.SIGNAL && attempt.signal() != null) {
            return "signal " + attempt.signal();
        }
        return reason == null ? "" : Words.lower(reason);
    }
}
