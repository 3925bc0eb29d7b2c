package org.freshet.cli.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.WorkflowStarted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "start",
        description =
                "Make a workflow from a DAG, with a job for every vertex and a dataset for every edge, and start it.",
        footer = {
            "  freshet workflow start diamond --wait",
            "  freshet workflow start filter --files inherit:run1837 --run 1837 --subrun 2",
            "  freshet workflow start filter --jobs '{\"filter\": {\"env\": {\"LEVEL\": \"3\"}}}'",
            "  freshet workflow start filter --state template"
        })
final class WorkflowStart extends ServerCommand {

    @Parameters(paramLabel = "DAG", description = "Name of the DAG.")
    private String dag = "";

    @Option(names = "--version", paramLabel = "N", description = "Version of the DAG (default: the newest).")
    private @Nullable Integer version;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the workflow (default: that of the DAG).")
    private @Nullable String name;

    @Option(
            names = "--state",
            completionCandidates = States.class,
            paramLabel = "STATE",
            description = "defined starts it at once (default); template holds it until 'freshet workflow resume'.")
    private @Nullable String state;

    @Option(
            names = "--files",
            paramLabel = "FILES",
            description = {
                "How files are named: sticky, inherit:NAME, JSON that begins with {, or the path of a JSON",
                "file (default: by the ids of the datasets)."
            })
    private @Nullable String files;

    @Option(
            names = "--jobs",
            paramLabel = "JOBS",
            description = "What is different from the DAG: JSON that begins with {, or the path of a JSON file.")
    private @Nullable String jobs;

    @Option(names = "--priority", paramLabel = "N", description = "Of all its jobs, from -1000 to 1000.")
    private @Nullable Integer priority;

    @Option(
            names = "--useful-for",
            paramLabel = "DURATION",
            description = "How long the results are of use, from --data-time or else from the start on.")
    private @Nullable Duration usefulFor;

    @Option(names = "--data-time", paramLabel = "TIME", description = "When the data were taken, ISO-8601.")
    private @Nullable String dataTime;

    @Option(names = "--run", paramLabel = "N", description = "Run that the data belong to.")
    private @Nullable Long run;

    @Option(names = "--subrun", paramLabel = "N", description = "Subrun that the data belong to.")
    private @Nullable Long subrun;

    @Option(
            names = "--failure-policy",
            completionCandidates = Policies.class,
            paramLabel = "POLICY",
            description = {
                "When a job fails: continue runs what does not depend on it (default); stop cancels what",
                "has not started."
            })
    private @Nullable String failurePolicy;

    @Option(names = "--wait", description = "Wait until the workflow has ended; exit code 0 only if it is FINISHED.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --wait, no longer than this: 90, 90s, 5m, 2h or PT5M.")
    private @Nullable Duration timeout;

    WorkflowStart(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (timeout != null && !wait) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout has a meaning only with --wait.");
        }
        if (wait && "template".equalsIgnoreCase(state)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--wait does not go with --state template: a workflow that is held never ends.");
        }
        var answer = server().post("/workflows", body());
        var started = answer.as(WorkflowStarted.class);
        if (json() && !wait) {
            terminal().json(answer.bytes());
            return ExitCode.OK;
        }
        var workflow = started.workflow();
        var sentence = "Workflow " + workflow.id() + " (" + workflow.name() + ", version " + workflow.dagVersion()
                + " of DAG " + workflow.dag() + ") is "
                + workflow.state().name().toLowerCase(Locale.ROOT) + ", jobs: "
                + workflow.jobs() + ".";
        if (json()) {
            terminal().note(sentence);
        } else {
            terminal().say(sentence);
        }
        started.notices().forEach(terminal()::note);
        return wait ? new WorkflowWait(session, workflow.id(), json()).untilEnded(timeout) : ExitCode.OK;
    }

    /** For the completion of shells. */
    static final class States extends ArrayList<String> {
        States() {
            super(List.of("defined", "template"));
        }
    }

    /** For the completion of shells. */
    static final class Policies extends ArrayList<String> {
        Policies() {
            super(WordArgument.words(FailurePolicy.class));
        }
    }

    private byte[] body() {
        var wish = Json.MAPPER.createObjectNode();
        wish.put("dag", dag);
        put(wish, "version", version);
        put(wish, "name", name);
        put(wish, "state", state);
        if (files != null) {
            wish.set("files", WishText.files(files));
        }
        if (jobs != null) {
            wish.set("jobs", WishText.json("--jobs", jobs));
        }
        put(wish, "priority", priority);
        put(wish, "usefulFor", usefulFor == null ? null : usefulFor.toString());
        put(wish, "dataTime", dataTime);
        put(wish, "run", run);
        put(wish, "subrun", subrun);
        put(wish, "failurePolicy", failurePolicy);
        return Json.MAPPER.writeValueAsBytes(wish);
    }

    private static void put(ObjectNode wish, String name, @Nullable Object value) {
        if (value != null) {
            wish.putPOJO(name, value);
        }
    }
}
