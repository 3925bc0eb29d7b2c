package org.freshet.cli.host;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.HostView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A change of one host. */
abstract class HostChange extends ServerCommand {

    @Parameters(paramLabel = "HOST", description = "The host as its pilots name it, see 'freshet host list'.")
    private String host = "";

    private final String action;

    /** @param action last part of the URL */
    HostChange(Session session, String action) {
        super(session);
        this.action = action;
    }

    /** Null if none was given. */
    abstract @Nullable String reason();

    /** What came of it, in a sentence. */
    abstract String done(HostView view);

    @Override
    protected final ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason() != null) {
            body.put("reason", reason());
        }
        var answer = server().post("/hosts/" + Segment.of(host) + "/" + action, Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say(done(answer.as(HostView.class)));
        }
        return ExitCode.OK;
    }
}
