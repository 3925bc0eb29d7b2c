package org.freshet.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.Json;
import org.freshet.cli.text.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Options of a submission that change every description of the file before it is sent. */
final class Overrides {

    /** The most that the server takes in one call. */
    private static final int MOST_JOBS = 100_000;

    private static final String INPUT_FILE = "P3S_INPUT_FILE";

    @Option(
            names = {"-f", "--file"},
            split = ",",
            paramLabel = "INPUT",
            description = "Input file of the payload, its P3S_INPUT_FILE. Several, separated by commas or with the"
                    + " option repeated, give one job each for every description.")
    private List<String> inputs = List.of();

    @Option(
            names = {"-n", "--replicas"},
            paramLabel = "N",
            description = "Submit every job N times.")
    private int replicas = 1;

    @Option(names = "--env", paramLabel = "KEY=VALUE", description = "Variable for every job; may be repeated.")
    private List<Variable> variables = List.of();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "State of every job: template (held back) or defined (may run now).")
    private @Nullable InitialState state;

    @Option(names = "--priority", paramLabel = "N", description = "Priority of every job, -1000 to 1000.")
    private @Nullable Integer priority;

    /** Those that change what a single payload finds. */
    static Overrides of(@Nullable String input, List<Variable> variables) {
        var overrides = new Overrides();
        overrides.inputs = input == null ? List.of() : List.of(input);
        overrides.variables = variables;
        return overrides;
    }

    /** What to send: the file as it is if nothing is to be changed. */
    Batch applyTo(InputFile file) {
        if (inputs.isEmpty() && replicas == 1 && variables.isEmpty() && state == null && priority == null) {
            return new Batch(file.bytes(), List.of());
        }
        var descriptions = descriptions(file);
        limit(descriptions.size());
        var jobs = Json.MAPPER.createArrayNode();
        var origins = new ArrayList<Integer>();
        for (int i = 0; i < descriptions.size(); i++) {
            for (var job : copies(file.label(), i, descriptions.get(i))) {
                jobs.add(job);
                origins.add(i);
            }
        }
        return new Batch(Json.MAPPER.writeValueAsBytes(jobs), origins);
    }

    static List<JsonNode> descriptions(InputFile file) {
        try {
            var root = Json.MAPPER.readTree(file.bytes());
            if (root.isArray()) {
                return List.copyOf(root.asArray().elements());
            }
            if (root.isObject()) {
                return List.of(root);
            }
        } catch (JacksonException e) {
            var at = e.getLocation();
            String place = at == null
                    ? file.label() + ":"
                    : InputProblems.position(file.label(), at.getLineNr(), at.getColumnNr());
            throw new CommandFailure(ExitCode.REFUSED, place + " " + e.getOriginalMessage(), e);
        }
        throw new CommandFailure(ExitCode.REFUSED, file.label() + ": a list of job descriptions, or one, is expected.");
    }

    private void limit(int descriptions) {
        if (replicas < 1) {
            throw new CommandFailure(ExitCode.USAGE, "-n is " + replicas + "; at least 1 is expected.");
        }
        long jobs = (long) descriptions * replicas * Math.max(1, inputs.size());
        if (jobs > MOST_JOBS) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "That would be " + Words.number(jobs) + " jobs; one call takes at most " + Words.number(MOST_JOBS)
                            + ".");
        }
    }

    private List<JsonNode> copies(String label, int index, JsonNode description) {
        if (!(description instanceof ObjectNode template)) {
            throw refused(label, index, "a job description, an object, is expected");
        }
        if (template.hasNonNull("key") && replicas * Math.max(1, inputs.size()) > 1) {
            throw refused(label, index, "a description with a key is one job: it cannot be multiplied by -n or -f");
        }
        var copies = new ArrayList<JsonNode>();
        for (var input : inputs.isEmpty() ? List.of("") : inputs) {
            var job = overridden(label, index, template, input);
            for (int i = 0; i < replicas; i++) {
                copies.add(job);
            }
        }
        return copies;
    }

    private ObjectNode overridden(String label, int index, ObjectNode template, String input) {
        var job = template.deepCopy();
        if (state != null) {
            job.put("state", state.name().toLowerCase(Locale.ROOT));
        }
        if (priority != null) {
            job.put("priority", priority);
        }
        if (!variables.isEmpty() || !input.isEmpty()) {
            var env = env(label, index, job);
            variables.forEach(variable -> env.put(variable.name(), variable.value()));
            if (!input.isEmpty()) {
                env.put(INPUT_FILE, input);
            }
        }
        return job;
    }

    private static ObjectNode env(String label, int index, ObjectNode job) {
        var env = job.path("env");
        if (env.isMissingNode() || env.isNull()) {
            return job.putObject("env");
        }
        if (env instanceof ObjectNode object) {
            return object;
        }
        throw refused(label, index, "env: an object of texts is expected");
    }

    private static CommandFailure refused(String label, int index, String reason) {
        return new CommandFailure(ExitCode.REFUSED, label + ": job " + index + ", " + reason + ".");
    }

    /** States that a submission may ask for. */
    enum InitialState {
        TEMPLATE,
        DEFINED
    }
}
