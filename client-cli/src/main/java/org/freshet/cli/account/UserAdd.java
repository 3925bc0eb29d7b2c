package org.freshet.cli.account;

import org.freshet.cli.session.Session;
import org.freshet.protocol.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "add",
        description = {
            "Add a user.",
            "viewer reads; submitter submits, and changes the own jobs; operator changes all jobs, pilots,",
            "types and whether sites get pilots; admin gives accounts, sets up sites, dumps and purges."
        },
        footer = {"  freshet user add mara --role submitter", "  freshet token create laptop --user mara"})
final class UserAdd extends UserChange {

    @Parameters(paramLabel = "USER", description = "Name of the new account.")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "viewer, submitter, operator or admin.")
    private Role role = Role.VIEWER;

    UserAdd(Session session) {
        super(session);
    }

    @Override
    String path() {
        return "/users";
    }

    @Override
    void describe(ObjectNode body) {
        body.put("name", name).put("role", role.name());
    }
}
