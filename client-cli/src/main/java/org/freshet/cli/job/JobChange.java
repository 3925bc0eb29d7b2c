package org.freshet.cli.job;

import java.util.List;
import java.util.Locale;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.ChangeEach;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** A change asked for each of several jobs. One that is refused does not keep the others from being tried. */
abstract class JobChange extends ServerCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the job's history.")
    private @Nullable String reason;

    @Option(
            names = "--filter",
            paramLabel = "NAME=VALUE",
            description = {
                "Instead of ids: all jobs that match, for example state=failed. Given again: one more value of the same name,"
                        + " or one more condition.",
                "Names and values are those of the list of jobs in the browser. Needs --reason; asks before it does it."
            })
    private List<String> filters = List.of();

    @Option(names = "--yes", description = "With --filter, do not ask.")
    private boolean yes;

    private final String action;

    /** @param action last part of the URL */
    JobChange(Session session, String action) {
        super(session);
        this.action = action;
    }

    /** The jobs to change. */
    abstract List<IdRange> ids();

    /** What follows the job's name in the answer: {@code is cancelled}. */
    abstract String done(JobView job);

    /** Adds what the change needs beside its reason. */
    void describe(ObjectNode body) {}

    @Override
    protected final ExitCode run() {
        if (!filters.isEmpty()) {
            return changeAllThatMatch();
        }
        if (ids().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Missing required parameter: 'ID', or --filter.");
        }
        return new ChangeEach(server(), terminal(), json())
                .ask("jobs", IdRange.all(ids()), action, body(), this::sentence);
    }

    private ExitCode changeAllThatMatch() {
        if (!ids().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Give either ids or --filter, not both.");
        }
        if (reason == null || reason.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "A change of all that match needs --reason.");
        }
        var wish = Json.MAPPER.createObjectNode();
        wish.put("action", action.toUpperCase(Locale.ROOT));
        describe(wish);
        return new BulkChange(session, json(), yes).run(wish, filters, reason);
    }

    private byte[] body() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        describe(body);
        return Json.MAPPER.writeValueAsBytes(body);
    }

    private String sentence(Answer answer) {
        var job = answer.as(JobView.class);
        return JobWords.title(job) + " " + done(job) + ".";
    }
}
