package org.freshet.cli.account;

import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "enable",
        description = "Let a disabled user act again, with the role and the tokens of before.",
        footer = {"  freshet user enable mara"})
final class UserEnable extends UserChange {

    @Parameters(paramLabel = "USER", description = "Name of the account.")
    private String name = "";

    UserEnable(Session session) {
        super(session);
    }

    @Override
    String path() {
        return "/users/" + Query.segment(name) + "/enable";
    }
}
