package org.freshet.cli.pilot;

import java.util.List;
import org.freshet.cli.session.ChangeEach;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PilotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something that each of several pilots is told. */
abstract class PilotChange extends ServerCommand {

    @Parameters(
            arity = "1..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the pilots.")
    private List<IdRange> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the pilot's history and its log.")
    private @Nullable String reason;

    private final String action;

    /** @param action last part of the URL */
    PilotChange(Session session, String action) {
        super(session);
        this.action = action;
    }

    /** What the pilot does from now on: {@code takes no more jobs}. */
    abstract String does(PilotView pilot);

    @Override
    protected final ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        return new ChangeEach(server(), terminal(), json())
                .ask(
                        "pilots",
                        IdRange.all(ids),
                        action,
                        Json.MAPPER.writeValueAsBytes(body),
                        answer -> sentence(answer.as(PilotView.class)));
    }

    private String sentence(PilotView pilot) {
        var what = pilot.state().isAlive() ? does(pilot) : "is " + Words.lower(pilot.state()) + " already";
        return "Pilot " + pilot.id() + " " + what + ".";
    }
}
