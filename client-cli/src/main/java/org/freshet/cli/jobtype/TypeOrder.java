package org.freshet.cli.jobtype;

import java.util.Locale;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobTypeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "order",
        description =
                "Choose which jobs of a type run first among those of one priority, also of those that wait already.",
        footer = {"  freshet type order evdisp newest-first"})
final class TypeOrder extends TypeChange {

    @Parameters(index = "1", paramLabel = "ORDER", description = "newest-first or oldest-first.")
    private String order = "";

    TypeOrder(Session session) {
        super(session, "order");
    }

    @Override
    void describe(ObjectNode body) {
        var word = order.toUpperCase(Locale.ROOT).replace('-', '_');
        if (!word.equals("NEWEST_FIRST") && !word.equals("OLDEST_FIRST")) {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + order + "' is not an order: give newest-first or oldest-first.");
        }
        body.put("order", word);
    }

    @Override
    String done(JobTypeView type) {
        return "is " + TypeWords.order(type);
    }
}
