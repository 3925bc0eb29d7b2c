package org.freshet.server.job;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.freshet.protocol.Spelling;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** One description while it is read: defaults, then what the attributes say. */
final class JobDraft {

    private static final int DEFAULT_TIME_LIMIT = 1000;
    private static final int LONGEST_TIME_LIMIT = 31_536_000;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+ -]{0,62}");
    static final String TYPE_FORM = "1 to 63 letters, digits, spaces or ._:+- are allowed, a letter or digit first";
    private static final List<String> KNOWN = List.of(
            "name",
            "jobtype",
            "payload",
            "env",
            "timeout",
            "timelimit",
            "priority",
            "state",
            "usefulFor",
            "dataTime",
            "run",
            "subrun",
            "outputs",
            "retries",
            "noRetryExitCodes",
            "maxLosses",
            "exclusive",
            "cores",
            "memoryMb",
            "diskMb",
            "site",
            "tags",
            "metadata",
            "key");

    private final int index;
    private final InputErrors errors;
    private final Set<String> notices;
    private final Set<String> seen = new HashSet<>();

    private String name = "";
    private String jobtype = "";
    private String payload = "";
    private SortedMap<String, String> env = new TreeMap<>();
    private int timeLimit = DEFAULT_TIME_LIMIT;
    private int priority;
    private boolean held = true;
    private @Nullable String site;
    private int cores = 1;
    private int memoryMb;
    private int diskMb;
    private List<String> tags = List.of();
    private int retries;
    private List<Integer> noRetryExitCodes = List.of();
    private int maxLosses = 3;
    private boolean exclusive;
    private List<String> outputs = List.of();
    private @Nullable Duration usefulFor;
    private @Nullable Instant dataTime;
    private @Nullable Long run;
    private @Nullable Long subrun;
    private @Nullable String metadata;
    private @Nullable String key;

    JobDraft(int index, InputErrors errors, Set<String> notices) {
        this.index = index;
        this.errors = errors;
        this.notices = notices;
    }

    void read(String attribute, JsonValue value) {
        var meaning = attribute.equals("timelimit") ? "timeout" : attribute;
        if (isForOthers(attribute)) {
            value.ignore();
        } else if (!KNOWN.contains(attribute)) {
            value.refuse("unknown attribute" + hint(attribute), null);
        } else if (value.isNull()) {
            value.ignore();
        } else if (!seen.add(meaning)) {
            value.refuse("given twice (timeout and timelimit are the same)", null);
        } else {
            assign(meaning, value);
        }
    }

    /** Notes, and the schema that an editor checks the description with. */
    private static boolean isForOthers(String attribute) {
        return attribute.startsWith("x-") || attribute.startsWith("_") || attribute.equals("$schema");
    }

    private static String hint(String attribute) {
        return Spelling.nearest(attribute, KNOWN)
                .map(it -> "; did you mean \"" + it + "\"?")
                .orElseGet(() -> "; known are " + String.join(", ", KNOWN) + ", and what begins with x- or _");
    }

    private void assign(String attribute, JsonValue value) {
        switch (attribute) {
            case "name" -> name = value.text(200);
            case "jobtype" -> jobtype = type(value);
            case "payload" -> payload = value.nonBlank(32_768);
            case "env" -> env = value.environment();
            case "timeout" -> timeLimit = timeLimit(value);
            case "priority" -> priority = value.integer(-1000, 1000);
            case "state" -> held = held(value);
            case "key" -> key = value.text(200);
            default -> assignOptional(attribute, value);
        }
    }

    /** Freshet's own attributes. */
    private void assignOptional(String attribute, JsonValue value) {
        switch (attribute) {
            case "site" -> site = value.text(63);
            case "cores" -> cores = value.integer(1, 10_000);
            case "memoryMb" -> memoryMb = value.integer(0, 100_000_000);
            case "diskMb" -> diskMb = value.integer(0, 1_000_000_000);
            case "tags" -> tags = List.copyOf(new TreeSet<>(value.tags()));
            case "retries" -> retries = value.integer(0, 1000);
            case "noRetryExitCodes" -> noRetryExitCodes = List.copyOf(new TreeSet<>(value.integers(1, 255, 255)));
            case "maxLosses" -> maxLosses = value.integer(0, 1000);
            case "exclusive" -> exclusive = value.flag();
            case "outputs" -> outputs = value.texts(10_000);
            case "usefulFor" -> usefulFor = value.duration();
            case "dataTime" -> dataTime = value.instant();
            case "run" -> run = value.whole(0, Long.MAX_VALUE);
            case "subrun" -> subrun = value.whole(0, Long.MAX_VALUE);
            case "metadata" -> metadata = value.json();
            default -> throw new IllegalStateException(attribute + " is known, but not read");
        }
    }

    private static String type(JsonValue value) {
        var text = value.nonBlank(200);
        return text.isEmpty() || isType(text) ? text : value.refuse(TYPE_FORM, "");
    }

    static boolean isType(String name) {
        return TYPE.matcher(name).matches();
    }

    private int timeLimit(JsonValue value) {
        var seconds = value.integer(0, LONGEST_TIME_LIMIT);
        if (seconds > 0) {
            return seconds;
        }
        notices.add("A time limit of 0 means the default, " + DEFAULT_TIME_LIMIT + " s.");
        return DEFAULT_TIME_LIMIT;
    }

    private static boolean held(JsonValue value) {
        var text = value.nonBlank(20);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "template" -> true;
            case "" -> true; // refused already
            case "defined" -> false;
            default ->
                value.refuse(
                        "\"" + text + "\" is not allowed; \"defined\" (may run now) or \"template\" (held) is", true);
        };
    }

    /** An output "$NAME" is the file that a variable names. */
    private void checkOutputs(TokenStreamLocation start) {
        for (var i = 0; i < outputs.size(); i++) {
            var output = outputs.get(i);
            if (output.startsWith("$")) {
                var problem = problemOfVariable(output.substring(1));
                if (problem != null) {
                    errors.add(index, "outputs[" + i + "]", "\"" + output + "\" is not allowed: " + problem, start);
                }
            }
        }
    }

    private @Nullable String problemOfVariable(String variable) {
        var path = env.getOrDefault(variable, "");
        if (path.isBlank()) {
            return "env has no variable \"" + variable + "\" with the path of the file";
        }
        if (variable.startsWith("FRESHET_")) {
            return "variables that begin with FRESHET_ are Freshet's own";
        }
        return path.endsWith("/")
                        || path.endsWith("/.")
                        || path.endsWith("/..")
                        || path.equals(".")
                        || path.equals("..")
                ? variable + " is \"" + path + "\", which is the path of a directory and not of a file"
                : null;
    }

    JobDescription finish(TokenStreamLocation start) {
        if (!seen.contains("jobtype")) {
            errors.add(index, "jobtype", "missing; it names the family of jobs that this one belongs to", start);
        }
        if (!seen.contains("payload")) {
            errors.add(index, "payload", "missing; the path of an executable or a command line is expected", start);
        }
        checkOutputs(start);
        var label = name.isBlank() ? jobtype : name;
        var requirement = new Requirement(jobtype, site, cores, memoryMb, diskMb, tags, timeLimit);
        return new JobDescription(
                label,
                jobtype,
                payload,
                env,
                timeLimit,
                priority,
                held,
                requirement,
                retries,
                noRetryExitCodes,
                maxLosses,
                exclusive,
                outputs,
                usefulFor,
                dataTime,
                run,
                subrun,
                metadata,
                key);
    }
}
