package org.freshet.cli.jobtype;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobTypeView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** A change of one job type. */
abstract class TypeChange extends ServerCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the job type.")
    private String name = "";

    @Option(names = "--create", description = "Make the type if no job has named it yet.")
    private boolean create;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    private final String action;

    /** @param action last part of the URL */
    TypeChange(Session session, String action) {
        super(session);
        this.action = action;
    }

    /** Adds what is to change. */
    abstract void describe(ObjectNode body);

    /** What follows the type's name in the answer. */
    abstract String done(JobTypeView type);

    @Override
    protected final ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        describe(body);
        if (create) {
            body.put("create", true);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        var answer = server().post("/jobtypes/" + Segment.of(name) + "/" + action, Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var type = answer.as(JobTypeView.class);
            terminal().say("Job type " + type.name() + " " + done(type) + ".");
        }
        return ExitCode.OK;
    }
}
