package org.freshet.cli.pilot;

import org.freshet.cli.session.Session;
import org.freshet.protocol.PilotView;
import picocli.CommandLine.Command;

@Command(
        name = "kill",
        description = {
            "End pilots: the payload is ended and the job given back, which costs it no try.",
            "A pilot hears it with its next heartbeat; one that does not answer ends with its lease."
        },
        footer = {"  freshet pilot kill 3 --reason \"hangs\""})
final class PilotKill extends PilotChange {

    PilotKill(Session session) {
        super(session, "kill");
    }

    @Override
    String does(PilotView pilot) {
        return pilot.job() == null
                ? "is told to end"
                : "is told to give job " + pilot.job().job() + " back and to end";
    }
}
