package org.freshet.cli.job;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LocalEnd;
import org.freshet.protocol.LocalRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run-local",
        description = {
            "Run the payload of a job description here and now, as a pilot would: the same environment and directory, the"
                    + " same guardian, time limit and verdict. Needs no server.",
            "What the payload prints goes through as it comes; the last line on stderr says how it ended. Results of a"
                    + " payload that FINISHED stay in its directory."
        },
        footer = {
            "  freshet run-local monitor.json",
            "  freshet run-local evdisp.json -f run1.root --env P3S_MODE=COPY --keep",
            "  freshet run-local jobs.json --index 2 --site farm"
        })
public final class RunLocal extends ServerCommand {

    /** As long as sites have it unless they are told otherwise. */
    private static final int KILL_GRACE_SECONDS = 5;

    private static final String NEXT_STEP = "Next step:";

    @Parameters(paramLabel = "FILE", description = "JSON list of job descriptions, or one; - reads stdin.")
    private String file = "-";

    @Option(names = "--index", paramLabel = "N", description = "Which job of a list, counted from 0.")
    private @Nullable Integer index;

    @Option(names = "--name", paramLabel = "NAME", description = "Which job of a list, by its name.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "INPUT",
            description = "Input file of the payload, its P3S_INPUT_FILE.")
    private @Nullable String input;

    @Option(names = "--env", paramLabel = "KEY=VALUE", description = "Variable of the job; may be repeated.")
    private List<Variable> variables = List.of();

    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "Ask the server for this site, and use its variables, payload user and grace period.")
    private @Nullable String site;

    @Option(names = "--keep", description = "Leave the job's directory, however the payload ends.")
    private boolean keep;

    public RunLocal(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = InputFile.read(file, session.input());
        var changed = Overrides.of(input, variables).applyTo(source).json();
        var jobs = Overrides.descriptions(new InputFile(source.label(), changed));
        int chosen = choose(source.label(), jobs);
        var job = LocalJob.of(source.label(), chosen, jobs.get(chosen));
        var wanted = site == null ? Json.MAPPER.createObjectNode() : siteAsked(site);
        try (var pilot = LocalPilot.prepare(session)) {
            var end = pilot.run(order(job, wanted, pilot.work().toString()));
            return tell(job, end.orElseGet(() -> killed(pilot)));
        }
    }

    private LocalRun order(Assignment job, JsonNode wanted, String work) {
        String user = wanted.path("payloadUser").asString("");
        return new LocalRun(
                job,
                session.connection().url(),
                texts(wanted.path("env")),
                user.isEmpty() ? null : user,
                wanted.path("killGraceSeconds").asInt(KILL_GRACE_SECONDS),
                work,
                keep,
                json());
    }

    private JsonNode siteAsked(String wanted) {
        if (!wanted.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new CommandFailure(ExitCode.USAGE, "'" + wanted + "' is not the name of a site.");
        }
        try {
            return server().get("/sites/" + wanted).tree();
        } catch (CommandFailure failure) {
            if (failure.code() != ExitCode.NOT_FOUND) {
                throw failure;
            }
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "The server at " + session.connection().url() + " knows no site '" + wanted
                            + "'. Nothing was run; without --site the payload gets no site's variables.",
                    failure);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.propertyNames().forEach(it -> texts.put(it, object.path(it).asString()));
        return texts;
    }

    private int choose(String label, List<JsonNode> jobs) {
        var fitting = IntStream.range(0, jobs.size())
                .filter(i -> index == null || i == index)
                .filter(i -> name == null || LocalJob.title(jobs.get(i)).equals(name))
                .boxed()
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (jobs.isEmpty()) {
            throw new CommandFailure(ExitCode.REFUSED, label + ": the list is empty; nothing to run.");
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                (fitting.isEmpty() ? "None of " : "Several of ") + Words.count(jobs.size(), "job") + " in " + label
                        + (fitting.isEmpty() ? " fits" : " fit") + ": choose one by --index or --name. There are: "
                        + overview(jobs));
    }

    private static String overview(List<JsonNode> jobs) {
        String first = IntStream.range(0, Math.min(jobs.size(), 10))
                .mapToObj(i -> i + " (" + LocalJob.title(jobs.get(i)) + ")")
                .collect(Collectors.joining(", "));
        return first + (jobs.size() > 10 ? " and " + Words.number(jobs.size() - 10) + " more." : ".");
    }

    private ExitCode tell(Assignment job, LocalEnd end) {
        terminal().note(sentence(job, end));
        if (json()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(end));
        }
        return end.state() == JobState.FINISHED ? ExitCode.OK : ExitCode.NOT_FINISHED;
    }

    /** As a job's page says it. */
    private static String sentence(Assignment job, LocalEnd end) {
        var sentence = new StringBuilder(job.name())
                .append(' ')
                .append(end.state().name().toLowerCase(Locale.ROOT));
        if (end.ranSeconds() != null) {
            sentence.append(", ran ").append(Words.duration(Duration.ofMillis((long) (end.ranSeconds() * 1000))));
        }
        sentence.append('.');
        if (end.message() != null) {
            sentence.append(' ').append(end.message());
        }
        if (end.reason() != null && (end.message() == null || !end.message().contains(NEXT_STEP))) {
            sentence.append(" " + NEXT_STEP + " ").append(end.reason().nextStep());
        }
        if (end.directory() != null) {
            sentence.append(" Its directory is ").append(end.directory()).append('.');
        }
        return sentence.toString();
    }

    /** As a server says it of a pilot that is gone. */
    private static LocalEnd killed(LocalPilot pilot) {
        return new LocalEnd(
                JobState.FAILED,
                FailureReason.PILOT_LOST,
                null,
                null,
                "The pilot's program was ended before its payload: its guardian ends the payload. " + NEXT_STEP
                        + " look whether this machine lacks memory, then run it again.",
                null,
                pilot.work().toString());
    }
}
