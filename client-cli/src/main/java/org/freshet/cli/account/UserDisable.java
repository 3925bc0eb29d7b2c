package org.freshet.cli.account;

import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "disable",
        description = "Disable a user: every token is refused from now on.",
        footer = {"  freshet user disable mara --reason \"left the lab\""})
final class UserDisable extends UserChange {

    @Parameters(paramLabel = "USER", description = "Name of the account.")
    private String name = "";

    UserDisable(Session session) {
        super(session);
    }

    @Override
    String path() {
        return "/users/" + Query.segment(name) + "/disable";
    }
}
