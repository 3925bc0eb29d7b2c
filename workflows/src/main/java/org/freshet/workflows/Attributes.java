package org.freshet.workflows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.freshet.workflows.Findings.Place;
import org.freshet.workflows.Keys.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** What one node or edge says, given or by default, and its checked meaning. An empty text is the same as none. */
final class Attributes {

    private static final int MAX_ENV_BYTES = 65_536;
    private static final int MAX_PRIORITY = 1_000;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,10}");
    private static final Pattern JOBTYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+ -]{0,62}");
    private static final Pattern NOT_IN_A_TAG = Pattern.compile("[=/\\s\\p{Cntrl}]");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, Value> values;
    private final Findings findings;

    Attributes(Map<String, Value> values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    Dag.Vertex vertex(String id, Place at) {
        var jobtype = jobtype();
        var timelimit = timelimit();
        if (timelimit.isZero() && isGiven("timelimit") && !jobtype.equals(Dag.Vertex.NOOP)) {
            findings.notice(at, "A timelimit of 0 means the default.");
        }
        return new Dag.Vertex(id, jobtype, text("payload"), env(), timelimit.isZero() ? null : timelimit, priority());
    }

    Dag.Edge edge(String source, String target) {
        return new Dag.Edge(
                source, target, text("name"), text("dirpath"), text("datatype"), datatag(), text("comment"));
    }

    private String jobtype() {
        var jobtype = text("jobtype");
        if (!jobtype.isEmpty() && !JOBTYPE.matcher(jobtype).matches()) {
            problem(
                    "jobtype",
                    "The jobtype '%s' is not allowed: up to 63 letters, digits, blanks and any of . _ : + - beginning with a letter or digit."
                            .formatted(shortened(jobtype)));
        }
        return jobtype;
    }

    private Duration timelimit() {
        return Duration.ofSeconds(number(
                "timelimit", 0, Integer.MAX_VALUE, "a whole number of seconds from 0 (the default) to 2147483647"));
    }

    private int priority() {
        return number("priority", -MAX_PRIORITY, MAX_PRIORITY, "a whole number from -1000 to 1000");
    }

    private String datatag() {
        var tag = text("datatag");
        if (NOT_IN_A_TAG.matcher(tag).find()) {
            problem(
                    "datatag",
                    "The datatag '%s' cannot name an environment variable: no blanks, '=' or '/'."
                            .formatted(shortened(tag)));
        }
        return tag;
    }

    private int number(String name, int least, int most, String allowed) {
        if (!isGiven(name)) {
            return 0;
        }
        var text = text(name);
        if (WHOLE_NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (least <= number && number <= most) {
                return (int) number;
            }
        }
        problem(name, "The %s '%s' is not %s.".formatted(name, shortened(text), allowed));
        return 0;
    }

    private Map<String, String> env() {
        var env = new LinkedHashMap<String, String>();
        if (!isGiven("env")) {
            return env;
        }
        var text = text("env");
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_ENV_BYTES) {
            problem("env", "The env is longer than %d bytes.".formatted(MAX_ENV_BYTES));
            return env;
        }
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                json.properties().forEach(it -> variable(it.getKey(), it.getValue(), env));
            } else {
                problem(
                        "env",
                        "The env '%s' is not a JSON object like {\"NAME\": \"value\"}.".formatted(shortened(text)));
            }
        } catch (JacksonException e) {
            problem("env", "The env is not readable as JSON: %s%s.".formatted(mistake(e), where(e)));
        }
        return env;
    }

    private void variable(String name, JsonNode value, Map<String, String> env) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            problem("env", "The env has a variable named '%s', which no process can have.".formatted(shortened(name)));
        } else if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
            problem("env", "The variable '%s' of env is not a string, number or boolean.".formatted(shortened(name)));
        } else if (value.asString().indexOf('\0') >= 0) {
            problem("env", "The variable '%s' of env contains the character NUL.".formatted(shortened(name)));
        } else {
            env.put(name, value.asString());
        }
    }

    private boolean isGiven(String name) {
        return !text(name).isEmpty();
    }

    private String text(String name) {
        @Nullable Value value = values.get(name);
        return value == null ? "" : value.text();
    }

    private void problem(String name, String reason) {
        @Nullable Value value = values.get(name);
        if (value != null) {
            findings.problem(value.at(), reason);
        }
    }

    /** The library's message for programmers, as one for authors. */
    private static String mistake(JacksonException e) {
        return switch (e) {
            case UnexpectedEndOfInputException end -> "it ends before the object is closed";
            case MismatchedInputException trailing -> "there is more text behind the object";
            case StreamConstraintsException limit -> "it is nested too deeply or has too long a number";
            default -> e.getOriginalMessage().replaceFirst(": enable `.*", "");
        };
    }

    private static String where(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : " (line %d, column %d of it)".formatted(at.getLineNr(), at.getColumnNr());
    }

    private static String shortened(String text) {
        int most = 60;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
