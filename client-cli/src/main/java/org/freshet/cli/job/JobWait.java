package org.freshet.cli.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        description = "Wait until jobs have ended. Exit code 0 if all are FINISHED, 1 if not, 8 if the time is over.",
        footer = {"  freshet job wait 12 13", "  freshet job wait 12 --timeout 10m && echo done"})
final class JobWait extends ServerCommand {

    @Parameters(
            arity = "1..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the jobs.")
    private List<IdRange> ids = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Wait no longer than this: 90, 90s, 5m, 2h or PT5M (default: for ever).")
    private @Nullable Duration timeout;

    private ExitCode worst = ExitCode.OK;

    JobWait(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var numbers = new ArrayList<Long>();
        var wanted = IdRange.all(ids);
        wanted.forEach(id -> addNumber(id, numbers));
        var progress = new WaitingProgress(session, json(), numbers.size());
        var waiting = new Waiting(session, numbers, new Patience(session, false), progress);
        var code = waiting.untilEnded(timeout);
        if (json()) {
            printJson(waiting, wanted.size());
        }
        return worst.worse(code);
    }

    private void addNumber(IdArgument id, List<Long> numbers) {
        if (id.isNumber()) {
            numbers.add(Long.valueOf(id.text()));
            return;
        }
        try {
            var job = server().get("/jobs/" + id).tree().path("job");
            numbers.add(job.path("id").asLong());
        } catch (CommandFailure failure) {
            if (failure.code() != ExitCode.NOT_FOUND) {
                throw failure;
            }
            failure.sentences().forEach(terminal()::note);
            worst = worst.worse(failure.code());
        }
    }

    private void printJson(Waiting waiting, int asked) {
        var jobs = waiting.jobs();
        if (asked > 1) {
            terminal().json(Json.MAPPER.writeValueAsBytes(jobs));
        } else if (!jobs.isEmpty()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(jobs.getFirst()));
        }
    }
}
