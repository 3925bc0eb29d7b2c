package org.freshet.cli.account;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.UserView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** A change of one account. */
abstract class UserChange extends ServerCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    private @Nullable String reason;

    UserChange(Session session) {
        super(session);
    }

    /** Below {@code /api/v1}. */
    abstract String path();

    /** Adds what the change needs beside its reason. */
    void describe(ObjectNode body) {}

    @Override
    protected final ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        describe(body);
        var answer = server().post(path(), Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
            return ExitCode.OK;
        }
        var user = answer.as(UserView.class);
        terminal().say("User " + user.name() + " is " + state(user) + ".");
        if (user.disabledAt() == null && user.tokens() == 0) {
            terminal()
                    .note("No token of " + user.name() + " is valid. Make one with: freshet token create NAME --user "
                            + user.name());
        }
        return ExitCode.OK;
    }

    private static String state(UserView user) {
        return user.disabledAt() == null ? Words.lower(user.role()) : "disabled";
    }
}
