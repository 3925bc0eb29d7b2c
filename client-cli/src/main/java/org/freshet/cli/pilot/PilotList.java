package org.freshet.cli.pilot;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.KnownNames;
import org.freshet.cli.session.NewestList;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List pilots, newest first.",
        footer = {"  freshet pilot list --state idle,busy", "  freshet pilot list --site local --json"})
final class PilotList extends NewestList<PilotView> {

    @Option(
            names = "--state",
            split = ",",
            completionCandidates = WordArgument.PilotStates.class,
            paramLabel = "STATE",
            description = "Only pilots in one of these states, for example idle,busy.")
    private List<PilotState> states = List.of();

    @Option(names = "--site", paramLabel = "SITE", description = "Only pilots of this site.")
    private @Nullable String site;

    @Option(names = "--host", paramLabel = "HOST", description = "Only pilots on this host.")
    private @Nullable String host;

    PilotList(Session session) {
        super(session, "pilot", PilotView.class, 20);
    }

    @Override
    protected Query filters() {
        return Query.empty().with("state", states).with("site", site).with("host", host);
    }

    @Override
    protected Table table(List<PilotView> pilots, Instant now) {
        var table = Table.of(">ID", "STATE", "SITE", "HOST", ">JOB", ">JOBS DONE", ">AGE", ">HEARD OF", "WHY");
        for (var pilot : pilots) {
            table.row(
                    pilot.id(),
                    PilotWords.state(pilot.state()),
                    pilot.site(),
                    pilot.host(),
                    pilot.job() == null ? null : pilot.job().job(),
                    Words.number(pilot.jobsDone()),
                    Words.age(pilot.submittedAt(), now),
                    pilot.lastSeenAt() == null ? null : Words.age(pilot.lastSeenAt(), now) + " ago",
                    pilot.reason());
        }
        return table;
    }

    @Override
    protected void hint() {
        new KnownNames(server()).hint("site", "/sites", site).ifPresent(terminal()::note);
    }
}
