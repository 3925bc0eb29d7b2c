package org.freshet.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobId;
import tools.jackson.databind.JsonNode;

/**
 * What a server would hand to a pilot for one description, as {@code docs/job-description.md} says it; here nothing is
 * stored, so only what a payload can notice is looked at.
 */
final class LocalJob {

    /** No job of a server has this number. */
    private static final AttemptId ATTEMPT = new AttemptId(new JobId(0), 1);

    private static final int DEFAULT_TIME_LIMIT = 1000;
    private static final int LONGEST_TIME_LIMIT = 31_536_000;
    private static final Set<String> OF_THE_QUEUE = Set.of(
            "priority",
            "state",
            "usefulFor",
            "dataTime",
            "retries",
            "noRetryExitCodes",
            "maxLosses",
            "cores",
            "memoryMb",
            "diskMb",
            "site",
            "tags",
            "run",
            "subrun",
            "metadata",
            "key");
    private static final Set<String> OF_THE_PAYLOAD =
            Set.of("name", "jobtype", "payload", "env", "timeout", "timelimit", "exclusive", "outputs");

    private final JsonNode description;
    private final List<String> problems = new ArrayList<>();

    private LocalJob(JsonNode description) {
        this.description = description;
    }

    /** @throws CommandFailure with every problem of the description */
    static Assignment of(String label, int index, JsonNode description) {
        var job = new LocalJob(description);
        var assignment = job.assignment();
        if (!job.problems.isEmpty()) {
            var lines = job.problems.stream().map(it -> label + ": job " + index + ", " + it);
            throw new CommandFailure(ExitCode.REFUSED, lines.toList());
        }
        return assignment;
    }

    /** What people call it. */
    static String title(JsonNode description) {
        String name = description.path("name").asString("");
        return name.isBlank() ? description.path("jobtype").asString("") : name;
    }

    private Assignment assignment() {
        if (!description.isObject()) {
            problems.add("a job description, an object, is expected");
        }
        description.propertyNames().stream()
                .filter(it -> !isKnown(it))
                .forEach(it -> problems.add(it + ": unknown attribute"));
        var env = env();
        return new Assignment(
                ATTEMPT,
                UUID.randomUUID(),
                title(description),
                required("jobtype", "it names the family of jobs that this one belongs to"),
                required("payload", "the path of an executable or a command line is expected"),
                env,
                timeLimit(),
                description.path("exclusive").asBoolean(false),
                outputs(env),
                Map.of());
    }

    private static boolean isKnown(String attribute) {
        return OF_THE_PAYLOAD.contains(attribute)
                || OF_THE_QUEUE.contains(attribute)
                || attribute.startsWith("x-")
                || attribute.startsWith("_")
                || attribute.equals("$schema");
    }

    private String required(String attribute, String what) {
        var value = description.path(attribute);
        if (value.isMissingNode() || value.isNull()) {
            problems.add(attribute + ": missing; " + what);
        } else if (!value.isString() || value.asString().isBlank()) {
            problems.add(attribute + ": a text is expected, not empty");
        }
        return value.asString("");
    }

    private Map<String, String> env() {
        var env = new TreeMap<String, String>();
        var variables = description.path("env");
        if (!variables.isObject() && !variables.isMissingNode() && !variables.isNull()) {
            problems.add("env: an object of texts is expected");
        }
        variables.propertyNames().forEach(name -> {
            var value = variables.path(name);
            if (!value.isValueNode() || value.isNull()) {
                problems.add("env." + name + ": a text, a number or a boolean is expected");
            } else if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value.asString()).indexOf('\0') >= 0) {
                problems.add("env." + name + ": the name of a variable is not empty and has no '='");
            } else {
                env.put(name, value.asString());
            }
        });
        return env;
    }

    private int timeLimit() {
        if (description.hasNonNull("timeout") && description.hasNonNull("timelimit")) {
            problems.add("timelimit: given twice (timeout and timelimit are the same)");
        }
        var value = description.hasNonNull("timeout") ? description.path("timeout") : description.path("timelimit");
        String text =
                value.isIntegralNumber() || value.isString() ? value.asString().strip() : "0";
        boolean odd = !value.isMissingNode() && !value.isNull() && !value.isIntegralNumber() && !value.isString();
        if (odd || !text.matches("\\d{1,8}") || Integer.parseInt(text) > LONGEST_TIME_LIMIT) {
            problems.add("timeout: whole seconds are expected, 0 to " + LONGEST_TIME_LIMIT);
            return DEFAULT_TIME_LIMIT;
        }
        int seconds = Integer.parseInt(text);
        return seconds == 0 ? DEFAULT_TIME_LIMIT : seconds;
    }

    private List<String> outputs(Map<String, String> env) {
        var outputs = new ArrayList<String>();
        var files = description.path("outputs");
        if (!files.isArray() && !files.isMissingNode() && !files.isNull()) {
            problems.add("outputs: a list of texts is expected");
        }
        for (var file : files) {
            if (!file.isString() || file.asString().isBlank()) {
                problems.add("outputs[" + outputs.size() + "]: a text is expected, not empty");
            } else if (file.asString().startsWith("$")
                    && isNoFile(file.asString().substring(1), env)) {
                problems.add(
                        "outputs[" + outputs.size() + "]: \"" + file.asString()
                                + "\" needs a variable in env with the path of a file, whose name does not begin with FRESHET_");
            }
            outputs.add(file.asString(""));
        }
        return outputs;
    }

    private static boolean isNoFile(String variable, Map<String, String> env) {
        String path = env.getOrDefault(variable, "");
        return path.isBlank() || variable.startsWith("FRESHET_") || path.matches("(.*/)?\\.{0,2}");
    }
}
