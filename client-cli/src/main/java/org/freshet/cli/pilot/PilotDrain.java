package org.freshet.cli.pilot;

import org.freshet.cli.session.Session;
import org.freshet.protocol.PilotView;
import picocli.CommandLine.Command;

@Command(
        name = "drain",
        description = "Let pilots take no new job, and end after the one they hold.",
        footer = {"  freshet pilot drain 3 4 --reason \"node7 gets a new disk\""})
final class PilotDrain extends PilotChange {

    PilotDrain(Session session) {
        super(session, "drain");
    }

    @Override
    String does(PilotView pilot) {
        return pilot.job() == null
                ? "takes no more jobs and ends"
                : "takes no more jobs and ends after job " + pilot.job().job();
    }
}
