package org.freshet.cli.account;

import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.protocol.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "role",
        description = "Give a user another role. It holds from the next request on.",
        footer = {"  freshet user role mara operator --reason \"on shift from Monday\""})
final class UserRole extends UserChange {

    @Parameters(index = "0", paramLabel = "USER", description = "Name of the account.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, submitter, operator or admin.")
    private Role role = Role.VIEWER;

    UserRole(Session session) {
        super(session);
    }

    @Override
    String path() {
        return "/users/" + Query.segment(name) + "/role";
    }

    @Override
    void describe(ObjectNode body) {
        body.put("role", role.name());
    }
}
