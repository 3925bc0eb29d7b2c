package org.freshet.cli.alarm;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.AlarmSilenceView;
import picocli.CommandLine.Command;

@Command(
        name = "silences",
        description = "List what is kept silent.",
        footer = {"  freshet alarm silences", "  freshet alarm silences --json | jq -r '.items[].reason'"})
final class AlarmSilences extends ServerCommand {

    AlarmSilences(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var silences = Listing.read(server(), "/alarms/silences", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(silences.json());
            return ExitCode.OK;
        }
        var items = silences.items(AlarmSilenceView.class).items();
        if (items.isEmpty()) {
            terminal().note("Nothing is kept silent.");
            return ExitCode.OK;
        }
        var table = Table.of(">ID", "RULE", "NAME", "UNTIL", "BY", "REASON");
        for (var silence : items) {
            table.row(
                    silence.id(),
                    Words.lower(silence.rule()),
                    silence.object() == null ? "all" : silence.object(),
                    Words.time(silence.until()),
                    silence.by(),
                    silence.reason());
        }
        table.print(terminal());
        return ExitCode.OK;
    }
}
