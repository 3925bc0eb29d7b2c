package org.freshet.cli.site;

import java.time.Duration;
import java.util.List;
import org.freshet.cli.job.Variable;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.SiteChanged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "add",
        description = {
            "Add a site and print its secret, which pilots of the site register with. It is shown this once.",
            "What is not given has the server's default."
        },
        footer = {
            "  freshet site add np04 --batch none --lifetime 12h --env P3S_DIRPATH=/data",
            "  freshet site add farm --batch htcondor --mode demand --cap 200 --cores 4 --memory-mb 8000",
            "  freshet site add np04 --file np04.json --reason \"second cluster\""
        })
final class SiteAdd extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "1 to 63 letters, digits, '.', '_' or '-'.")
    private String name = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "JSON with the site's parameters, also as p3s writes it; '-' = stdin. Options win.")
    private @Nullable String file;

    @Option(
            names = "--batch",
            paramLabel = "SYSTEM",
            description = "Where pilots are ordered: local, htcondor, or none.")
    private @Nullable String batch;

    @Option(names = "--mode", paramLabel = "MODE", description = "fixed (keep as many as --cap) or demand.")
    private @Nullable String mode;

    @Option(names = "--cap", paramLabel = "N", description = "The most pilots at once.")
    private @Nullable Integer cap;

    @Option(names = "--reserve", paramLabel = "N", description = "Idle pilots beyond the demand.")
    private @Nullable Integer reserve;

    @Option(names = "--ramp", paramLabel = "N", description = "The most pilots ordered at once.")
    private @Nullable Integer ramp;

    @Option(names = "--env", paramLabel = "KEY=VALUE", description = "A variable for every payload; may be repeated.")
    private List<Variable> env = List.of();

    @Option(names = "--heartbeat", paramLabel = "D", description = "Time between messages of a busy pilot.")
    private @Nullable Duration heartbeat;

    @Option(names = "--lifetime", paramLabel = "D", description = "How long a pilot lives: 2h, 1d.")
    private @Nullable Duration lifetime;

    @Option(names = "--idle", paramLabel = "D", description = "A pilot without a job stops after this; 0 = never.")
    private @Nullable Duration idle;

    @Option(names = "--max-jobs", paramLabel = "N", description = "Jobs per pilot; 0 = endless.")
    private @Nullable Integer maxJobs;

    @Option(names = "--drain-grace", paramLabel = "D", description = "For payloads after the pilot's SIGTERM.")
    private @Nullable Duration drainGrace;

    @Option(names = "--kill-grace", paramLabel = "D", description = "Between a payload's SIGTERM and SIGKILL.")
    private @Nullable Duration killGrace;

    @Option(
            names = "--payload-user",
            paramLabel = "USER",
            description = "As whom pilots that run as root run payloads.")
    private @Nullable String payloadUser;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = "Cores to ask for each pilot, which offers as many; default: what its slot has.")
    private @Nullable Integer cores;

    @Option(names = "--memory-mb", paramLabel = "MB", description = "Memory, likewise.")
    private @Nullable Integer memoryMb;

    @Option(names = "--disk-mb", paramLabel = "MB", description = "Disk, likewise.")
    private @Nullable Integer diskMb;

    @Option(names = "--tag", paramLabel = "TAG", description = "An ability that the pilots offer; may be repeated.")
    private List<String> tags = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    SiteAdd(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().post("/sites", Json.MAPPER.writeValueAsBytes(body()));
        var added = answer.as(SiteChanged.class);
        SiteWords.note(terminal(), added.notices());
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            terminal().say("Site " + added.site().name() + " is added. Its secret, shown this once:");
            terminal().say(String.valueOf(added.secret()));
        }
        return ExitCode.OK;
    }

    private ObjectNode body() {
        var body = file == null ? Json.MAPPER.createObjectNode() : SiteFile.read(file, session.input(), name);
        body.put("name", name);
        put(body, "batch", batch);
        put(body, "mode", mode);
        put(body, "cap", cap);
        put(body, "reserve", reserve);
        put(body, "ramp", ramp);
        put(body, "heartbeatSeconds", seconds(heartbeat));
        put(body, "lifetimeSeconds", seconds(lifetime));
        put(body, "idleSeconds", seconds(idle));
        put(body, "maxJobs", maxJobs);
        put(body, "drainGraceSeconds", seconds(drainGrace));
        put(body, "killGraceSeconds", seconds(killGrace));
        put(body, "payloadUser", payloadUser);
        put(body, "cores", cores);
        put(body, "memoryMb", memoryMb);
        put(body, "diskMb", diskMb);
        put(body, "tags", tags.isEmpty() ? null : tags);
        put(body, "reason", reason);
        if (!env.isEmpty()) {
            var variables = body.withObject("env");
            env.forEach(variable -> variables.put(variable.name(), variable.value()));
        }
        return body;
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    /** An option takes the place of what the file says, under either of its names. */
    private static void put(ObjectNode body, String parameter, @Nullable Object value) {
        if (value != null) {
            body.remove(SiteFile.nameInP3s(parameter));
            body.putPOJO(parameter, value);
        }
    }
}
