package org.freshet.cli.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.protocol.Submitted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "submit",
        description = "Submit the jobs described in a file: all of them, or none if anything is wrong.",
        footer = {
            "  freshet job submit monitor.json --wait --timeout 10m",
            "  freshet job submit evdisp.json -f run1.root,run2.root --env P3S_MODE=COPY --state defined",
            "  generate-jobs | freshet job submit - --json"
        })
final class JobSubmit extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON list of job descriptions, or one; - reads stdin.")
    private Path file = Path.of("-");

    @Mixin
    private final Overrides overrides = new Overrides();

    @Option(names = "--wait", description = "Wait until the jobs have ended; exit code 0 only if all are FINISHED.")
    private boolean wait;

    @Option(
            names = "--follow",
            description =
                    "Print what the job's payload writes as it comes, until the job has ended; of several jobs, wait for"
                            + " them as with --wait.")
    private boolean follow;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --wait, no longer than this: 90, 90s, 5m, 2h or PT5M.")
    private @Nullable Duration timeout;

    JobSubmit(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (timeout != null && !wait) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout has a meaning only with --wait.");
        }
        if (follow && (json() || timeout != null)) {
            throw new CommandFailure(ExitCode.USAGE, "--follow goes neither with --json nor with --timeout.");
        }
        var answer = send();
        if (json() && !wait) {
            terminal().json(answer.bytes());
            return ExitCode.OK;
        }
        var submitted = answer.as(Submitted.class);
        tell(submitted);
        if (follow && submitted.items().size() == 1) {
            return follow(submitted.items().getFirst());
        }
        return wait || follow ? waitFor(submitted) : ExitCode.OK;
    }

    private Answer send() {
        var source = InputFile.read(file.toString(), session.input());
        var batch = overrides.applyTo(source);
        PayloadNotices.of(batch.json()).forEach(terminal()::note);
        var answer = InputProblems.answer(
                source, batch, () -> server().post("/jobs", batch.json(), new SubmissionProgress(terminal())));
        terminal().endLive();
        return answer;
    }

    private void tell(Submitted submitted) {
        if (json() || follow) {
            terminal().note(sentence(submitted.items()));
        } else {
            terminal().say(sentence(submitted.items()));
        }
        submitted.notices().forEach(terminal()::note);
    }

    private static String sentence(List<Submitted.Item> items) {
        if (items.isEmpty()) {
            return "Submitted 0 jobs: the list is empty.";
        }
        if (items.size() == 1) {
            var job = items.getFirst();
            String what = "job " + job.id() + " (" + job.name() + ", " + Words.lower(job.state()) + ")";
            return job.created() ? "Submitted " + what : "Nothing new: the same key had given " + what;
        }
        long known = items.stream().filter(item -> !item.created()).count();
        return "Submitted " + Words.count(items.size() - known, "job") + ": " + ids(items) + " (" + states(items) + ")"
                + (known == 0 ? "" : "; " + Words.number(known) + " had been submitted before with the same key");
    }

    private static String ids(List<Submitted.Item> items) {
        var ids = items.stream()
                .mapToLong(item -> item.id().value())
                .sorted()
                .distinct()
                .toArray();
        long first = ids[0];
        long last = ids[ids.length - 1];
        return first + (last - first + 1 == ids.length ? " to " : " … ") + last;
    }

    private static String states(List<Submitted.Item> items) {
        return items.stream()
                .collect(Collectors.groupingBy(Submitted.Item::state, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(part -> Words.number(part.getValue()) + " " + Words.lower(part.getKey()))
                .collect(Collectors.joining(", "));
    }

    private ExitCode follow(Submitted.Item job) {
        var id = new IdArgument(job.id().toString());
        var printers = new LogPrinters(terminal(), EnumSet.allOf(Stream.class), null);
        return new LogFollower(session, id, printers)
                .followJob(() -> server().get("/jobs/" + id + "/log?follow=true"))
                .code();
    }

    private ExitCode waitFor(Submitted submitted) {
        var ids = submitted.items().stream()
                .map(Submitted.Item::id)
                .map(JobId::value)
                .toList();
        var progress = new WaitingProgress(session, json(), ids.size());
        var waiting = new Waiting(session, ids, new Patience(session, true), progress);
        var code = waiting.untilEnded(timeout);
        if (json()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(waiting.jobs()));
        }
        return code;
    }
}
