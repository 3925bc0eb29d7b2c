package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.ChangeEach;
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
        return new ChangeEach(server(), terminal(), json())
                .ask("jobs", IdRange.all(ids()), action, body(), this::sentence);
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
