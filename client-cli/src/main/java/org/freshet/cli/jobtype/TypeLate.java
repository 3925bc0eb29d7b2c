package org.freshet.cli.jobtype;

import java.time.Duration;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.DurationArgument;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobTypeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "late",
        description =
                "Say from when on the results of a type are late: how long after their data were taken, or, where that"
                        + " is not known, after the job was defined. The overview shows what is late first.",
        footer = {"  freshet type late monitor 5m", "  freshet type late monitor default"})
final class TypeLate extends TypeChange {

    @Parameters(
            index = "1",
            paramLabel = "DURATION|default",
            description = "For example 90s, 5m or 2h; default = as the server's settings say.")
    private String after = "";

    TypeLate(Session session) {
        super(session, "late");
    }

    @Override
    void describe(ObjectNode body) {
        if (after.equalsIgnoreCase("default")) {
            body.putNull("lateAfterSeconds");
        } else {
            body.put("lateAfterSeconds", seconds());
        }
    }

    private int seconds() {
        try {
            var duration = DurationArgument.parse(after);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0
                    && duration.compareTo(Duration.ofSeconds(Integer.MAX_VALUE)) <= 0) {
                return (int) duration.toSeconds();
            }
        } catch (TypeConversionException e) {
            // said below
        }
        throw new CommandFailure(ExitCode.USAGE, "'" + after + "' is no such time: give 90s, 5m, 2h, or default.");
    }

    @Override
    String done(JobTypeView type) {
        return type.lateAfterSeconds() == null
                ? "is late when the server's settings say so"
                : "is late " + TypeWords.late(type) + " after its data";
    }
}
