package org.freshet.cli.account;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.WhoAmI;
import picocli.CommandLine.Command;

@Command(
        name = "whoami",
        description = "Show for whom the token speaks that this command sends, and until when.",
        footer = {"  freshet whoami", "  freshet whoami --json | jq -r .role"})
public final class WhoAmICommand extends ServerCommand {

    public WhoAmICommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/me");
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var me = answer.as(WhoAmI.class);
            var token = me.token();
            terminal()
                    .say(me.user() + ", " + Words.lower(me.role()) + ", by token " + token.id() + " '" + token.name()
                            + "', which "
                            + (token.expiresAt() == null
                                    ? "does not expire"
                                    : "expires at " + Words.time(token.expiresAt()))
                            + ".");
        }
        return ExitCode.OK;
    }
}
