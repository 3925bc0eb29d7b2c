package org.freshet.cli.site;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.cli.job.Variable;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.SiteChanged;
import org.freshet.protocol.SiteView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "set",
        description = {
            "Change parameters of a site. 'site show' lists them.",
            "env.NAME=VALUE sets one variable, env.NAME= removes it; payloadUser= means the pilot's own user.",
            "cores, memoryMb and diskMb are asked for each pilot; 0 = what its slot has. tags=A,B replaces all tags.",
            "Pilots that are there keep the parameters that they registered with."
        },
        footer = {
            "  freshet site set np04 cap=40 ramp=5 --reason \"beam time\"",
            "  freshet site set farm cores=4 memoryMb=8000 tags=gpu,scratch",
            "  freshet site set np04 env.P3S_DIRPATH=/data lifetimeSeconds=43200"
        })
final class SiteSet extends ServerCommand {

    private static final Set<String> TEXTS = Set.of("batch", "mode", "payloadUser");
    private static final String TAGS = "tags";
    private static final String ENV = "env.";

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the site.")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "Parameters and new values.")
    private List<Variable> values = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    SiteSet(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var path = "/sites/" + Segment.of(name);
        var answer = server().patch(path, Json.MAPPER.writeValueAsBytes(body(path)));
        var changed = answer.as(SiteChanged.class);
        SiteWords.note(terminal(), changed.notices());
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say("Site " + changed.site().name() + " is changed.");
        }
        return ExitCode.OK;
    }

    private ObjectNode body(String path) {
        var body = Json.MAPPER.createObjectNode();
        for (var value : values) {
            if (!value.name().startsWith(ENV)) {
                put(body, value.name(), value.value());
            }
        }
        if (values.stream().anyMatch(it -> it.name().startsWith(ENV))) {
            putVariables(body, server().get(path).as(SiteView.class));
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        return body;
    }

    /** What is no number although one is expected, the server refuses by its name. */
    private static void put(ObjectNode body, String parameter, String value) {
        if (parameter.equals(TAGS)) {
            var tags = body.putArray(TAGS);
            Stream.of(value.split(",", -1))
                    .map(String::strip)
                    .filter(it -> !it.isEmpty())
                    .forEach(tags::add);
        } else if (!TEXTS.contains(parameter) && value.matches("-?[0-9]{1,18}")) {
            body.put(parameter, Long.parseLong(value));
        } else {
            body.put(parameter, value);
        }
    }

    /** The server takes all variables or none; its version keeps a change of somebody else from being undone. */
    private void putVariables(ObjectNode body, SiteView site) {
        var variables = body.putObject("env");
        site.env().forEach(variables::put);
        for (var value : values) {
            if (value.name().startsWith(ENV)) {
                var variable = value.name().substring(ENV.length());
                variables.remove(variable);
                if (!value.value().isEmpty()) {
                    variables.put(variable, value.value());
                }
            }
        }
        body.put("version", site.version());
    }
}
