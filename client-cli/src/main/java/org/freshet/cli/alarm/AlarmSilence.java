package org.freshet.cli.alarm;

import java.time.Duration;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.text.Words;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSilenceView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "silence",
        description = "Keep alarms silent for a time. They are raised and listed all the same.",
        footer = {
            "  freshet alarm silence late femb --for 4h --reason \"calibration until noon\"",
            "  freshet alarm silence failing-host --for 1h --reason \"batch farm is drained\""
        })
final class AlarmSilence extends ServerCommand {

    @Parameters(
            index = "0",
            paramLabel = "RULE",
            completionCandidates = WordArgument.AlarmRules.class,
            description = "Of which rule, as 'freshet alarm list' shows it.")
    private @Nullable AlarmRule rule;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The job type, host, service, site or range; without it all that the rule looks at.")
    private @Nullable String object;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "DURATION",
            description = "For how long, 1m to 31d: 90m, 4h.")
    private Duration time = Duration.ZERO;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the others.")
    private String reason = "";

    AlarmSilence(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var body = Json.MAPPER.createObjectNode();
        body.put("rule", rule == null ? null : rule.name());
        if (object != null) {
            body.put("object", object);
        }
        body.put("reason", reason);
        body.put("expiresIn", time.toSeconds());
        var answer = server().post("/alarms/silences", Json.MAPPER.writeValueAsBytes(body));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var silence = answer.as(AlarmSilenceView.class);
            terminal()
                    .say("Alarms " + AlarmWords.what(silence) + " are silent until " + Words.time(silence.until())
                            + ". To end it before: freshet alarm unsilence " + silence.id());
        }
        return ExitCode.OK;
    }
}
