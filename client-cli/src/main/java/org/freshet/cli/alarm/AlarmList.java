package org.freshet.cli.alarm;

import java.util.List;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.AlarmView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Print the alarms that go on, newest first; with --all also those that are over.",
        footer = {"  freshet alarm list", "  freshet alarm list --all --rule late --object femb"})
final class AlarmList extends ServerCommand {

    private static final List<AlarmState> GOING_ON =
            List.of(AlarmState.OPEN, AlarmState.ACKNOWLEDGED, AlarmState.SILENCED);

    @Option(
            names = "--state",
            split = ",",
            completionCandidates = WordArgument.AlarmStates.class,
            paramLabel = "STATE",
            description = "Only alarms in one of these states: open, acknowledged, silenced, cleared.")
    private List<AlarmState> states = List.of();

    @Option(names = "--all", description = "Also what is over.")
    private boolean all;

    @Option(
            names = "--severity",
            split = ",",
            completionCandidates = WordArgument.AlarmSeverities.class,
            paramLabel = "SEVERITY",
            description = "Only alarms that are so bad: broken, unknown, late.")
    private List<AlarmSeverity> severities = List.of();

    @Option(
            names = "--rule",
            split = ",",
            completionCandidates = WordArgument.AlarmRules.class,
            paramLabel = "RULE",
            description = "Only alarms of these rules, for example late, silent, number.")
    private List<AlarmRule> rules = List.of();

    @Option(
            names = "--object",
            paramLabel = "NAME",
            description = "Only alarms about this job type, host, service, site or range.")
    private @Nullable String object;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The most alarms to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    AlarmList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var filters = Query.empty()
                .with("state", states.isEmpty() && !all ? GOING_ON : states)
                .with("severity", severities)
                .with("rule", rules)
                .with("object", object);
        var alarms = Listing.read(server(), "/alarms", filters, limit);
        printNewest(alarms, AlarmView.class, "alarm", it -> table(it).print(terminal()));
        return ExitCode.OK;
    }

    private static Table table(List<AlarmView> alarms) {
        var table = Table.of(">ID", "STATE", "RULE", "BEGAN", "OVER", "WHAT", "BY");
        for (var alarm : alarms) {
            table.row(
                    alarm.id(),
                    AlarmWords.state(alarm),
                    Words.lower(alarm.rule()),
                    Words.time(alarm.raisedAt()),
                    alarm.clearedAt() == null ? null : Words.time(alarm.clearedAt()),
                    alarm.sentence(),
                    AlarmWords.remark(alarm));
        }
        return table;
    }
}
