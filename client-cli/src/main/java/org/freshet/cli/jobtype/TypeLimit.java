package org.freshet.cli.jobtype;

import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobTypeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "limit",
        description = "Limit how many jobs of a type run at once, over all sites. Those that run go on.",
        footer = {"  freshet type limit evdisp 12", "  freshet type limit evdisp none", "  freshet type limit evdisp 0"
        })
final class TypeLimit extends TypeChange {

    @Parameters(index = "1", paramLabel = "N|none", description = "The most; 0 = none runs; none = no limit.")
    private String limit = "";

    TypeLimit(Session session) {
        super(session, "limit");
    }

    @Override
    void describe(ObjectNode body) {
        if (limit.equalsIgnoreCase("none")) {
            body.putNull("limit");
        } else if (limit.matches("[0-9]{1,9}")) {
            body.put("limit", Integer.parseInt(limit));
        } else {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + limit + "' is not a limit: give a number from 0 on, or none.");
        }
    }

    @Override
    String done(JobTypeView type) {
        if (type.limit() == null) {
            return "has no limit";
        }
        return "runs at most " + Words.count(type.limit(), "job") + " at once; " + Words.number(type.running())
                + (type.running() == 1 ? " runs now" : " run now");
    }
}
