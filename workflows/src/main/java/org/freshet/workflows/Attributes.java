package org.freshet.workflows;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.freshet.workflows.Findings.Place;
import org.freshet.workflows.Keys.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What one node, edge or graph says, given or by default, and its checked meaning. An empty text is the same as none. */
final class Attributes {

    private static final int MAX_ENV_BYTES = 65_536;
    private static final int MAX_PAYLOAD = 32_768;
    private static final int MAX_ITEM = 4_096;
    private static final int MAX_PRIORITY = 1_000;
    private static final int MAX_RETRIES = 1_000;
    private static final int MAX_TIMELIMIT = 31_536_000;
    private static final Duration MAX_USEFUL_FOR = Duration.ofDays(3_650);
    private static final int MAX_EXIT_CODE = 255;
    // With ".0" as tools write numbers that they hold as doubles.
    private static final Pattern WHOLE_NUMBER = Pattern.compile("([+-]?[0-9]{1,10})(\\.0+)?");
    private static final Pattern JOBTYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+ -]{0,62}");
    private static final Pattern NOT_IN_A_TAG = Pattern.compile("[=/\\s\\p{Cntrl}]");
    private static final String RESERVED = "FRESHET_";

    private final Map<String, Value> given;
    private final Map<String, Value> defaults;
    private final Findings findings;

    Attributes(Map<String, Value> given, Map<String, Value> defaults, Findings findings) {
        this.given = given;
        this.defaults = defaults;
        this.findings = findings;
    }

    Dag.Vertex vertex(String id, Place at) {
        var jobtype = jobtype();
        boolean isNoop = jobtype.equals(Dag.Vertex.NOOP);
        var timelimit = timelimit();
        if (isNoop) {
            noticeWhatANoopIgnores(at);
        } else {
            refuseWhatIsMissing(at);
            if (timelimit.isZero() && isGiven("timelimit")) {
                findings.notice(at, "A timelimit of 0 means the default.");
            }
        }
        return new Dag.Vertex(
                id,
                jobtype,
                payload(),
                env(),
                timelimit.isZero() ? null : timelimit,
                number("priority", -MAX_PRIORITY, MAX_PRIORITY, "a whole number from -1000 to 1000"),
                number("retries", 0, MAX_RETRIES, "a whole number from 0 to 1000"),
                exitCodes(),
                usefulFor(),
                foreach(isNoop));
    }

    Dag.Edge edge(String source, String target) {
        return new Dag.Edge(
                source, target, text("name"), text("dirpath"), text("datatype"), datatag(), text("comment"));
    }

    /** Empty if none is given. */
    String description() {
        return text("description");
    }

    FailurePolicy failurePolicy() {
        var word = text("failurePolicy");
        if (word.isEmpty()) {
            return FailurePolicy.CONTINUE;
        }
        return FailurePolicy.of(word).orElseGet(() -> {
            problem("failurePolicy", "The failurePolicy '%s' is neither stop nor continue.".formatted(shortened(word)));
            return FailurePolicy.CONTINUE;
        });
    }

    private void refuseWhatIsMissing(Place at) {
        if (!isGiven("payload") && !isGiven("jobtype")) {
            findings.problem(
                    at,
                    "The node has no payload and no jobtype; give it both, or the jobtype noop if it runs nothing.");
        } else if (!isGiven("payload") || !isGiven("jobtype")) {
            var what = isGiven("jobtype") ? "payload" : "jobtype";
            findings.problem(
                    at, "The node has no %s; give it one, or the jobtype noop if it runs nothing.".formatted(what));
        }
    }

    private void noticeWhatANoopIgnores(Place at) {
        for (var name : List.of("payload", "foreach")) {
            var own = given.get(name);
            if (own != null && !own.text().isEmpty()) {
                findings.notice(at, "The %s is ignored, since a noop runs nothing.".formatted(name));
            }
        }
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

    private String payload() {
        var payload = text("payload");
        if (payload.length() > MAX_PAYLOAD) {
            problem("payload", "The payload is longer than %d characters.".formatted(MAX_PAYLOAD));
        }
        return payload;
    }

    private Duration timelimit() {
        return Duration.ofSeconds(number(
                "timelimit", 0, MAX_TIMELIMIT, "a whole number of seconds from 0 (the default) to 31536000 (a year)"));
    }

    private @Nullable Duration usefulFor() {
        var text = text("usefulFor");
        if (text.isEmpty()) {
            return null;
        }
        try {
            var upper = text.toUpperCase(Locale.ROOT);
            var number = WHOLE_NUMBER.matcher(text);
            var time = number.matches() ? Duration.ofSeconds(Long.parseLong(number.group(1))) : Duration.parse(upper);
            if (time.isPositive() && time.compareTo(MAX_USEFUL_FOR) <= 0) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, like a time that is out of range.
        }
        problem(
                "usefulFor",
                "The usefulFor '%s' is neither seconds (600) nor an ISO-8601 duration (PT10M), positive and at most ten years."
                        .formatted(shortened(text)));
        return null;
    }

    private SortedSet<Integer> exitCodes() {
        var codes = new TreeSet<Integer>();
        if (!isGiven("noRetryExitCodes")) {
            return codes;
        }
        var text = text("noRetryExitCodes");
        for (var part : text.split(",", -1)) {
            var number = WHOLE_NUMBER.matcher(part.strip());
            long code = number.matches() ? Long.parseLong(number.group(1)) : 0;
            if (code < 1 || code > MAX_EXIT_CODE) {
                problem(
                        "noRetryExitCodes",
                        "The noRetryExitCodes '%s' are not whole numbers from 1 to 255 with commas between: '%s' is not one."
                                .formatted(shortened(text), shortened(part.strip())));
                return codes;
            }
            codes.add((int) code);
        }
        return codes;
    }

    private String datatag() {
        var tag = text("datatag");
        if (NOT_IN_A_TAG.matcher(tag).find()) {
            problem(
                    "datatag",
                    "The datatag '%s' cannot name an environment variable: no blanks, '=' or '/'."
                            .formatted(shortened(tag)));
        } else if (tag.startsWith(RESERVED)) {
            problem(
                    "datatag",
                    "The datatag '%s' is reserved: none begins with %s.".formatted(shortened(tag), RESERVED));
        }
        return tag;
    }

    private int number(String name, int least, int most, String allowed) {
        if (!isGiven(name)) {
            return 0;
        }
        var text = text(name);
        var number = WHOLE_NUMBER.matcher(text);
        if (number.matches()) {
            long value = Long.parseLong(number.group(1));
            if (least <= value && value <= most) {
                return (int) value;
            }
        }
        problem(name, "The %s '%s' is not %s.".formatted(name, shortened(text), allowed));
        return 0;
    }

    private Map<String, String> env() {
        var env = new LinkedHashMap<String, String>();
        var json = json("env", MAX_ENV_BYTES);
        if (json == null) {
            return env;
        }
        if (json.isObject()) {
            json.properties().forEach(it -> variable(it.getKey(), it.getValue(), env));
        } else {
            problem(
                    "env",
                    "The env '%s' is not a JSON object like {\"NAME\": \"value\"}.".formatted(shortened(text("env"))));
        }
        return env;
    }

    private void variable(String name, JsonNode value, Map<String, String> env) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            problem("env", "The env has a variable named '%s', which no process can have.".formatted(shortened(name)));
        } else if (!JsonTexts.isScalar(value)) {
            problem("env", "The variable '%s' of env is not a string, number or boolean.".formatted(shortened(name)));
        } else if (value.asString().indexOf('\0') >= 0) {
            problem("env", "The variable '%s' of env contains the character NUL.".formatted(shortened(name)));
        } else {
            env.put(name, value.asString());
        }
    }

    private @Nullable Foreach foreach(boolean isNoop) {
        var text = text("foreach");
        if (text.isEmpty() || isNoop) {
            return null;
        }
        if (text.startsWith("glob:")) {
            var pattern = text.substring("glob:".length()).strip();
            if (!isItem(pattern)) {
                return badForeach("the pattern of files is empty or too long");
            }
            return pattern.startsWith("/")
                    ? new Foreach.Glob(pattern)
                    : badForeach("the pattern of files must be a full path; begin it with /");
        }
        if (text.startsWith("output:")) {
            var tag = text.substring("output:".length()).strip();
            return tag.isEmpty() ? badForeach("the datatag is empty") : new Foreach.Output(tag);
        }
        if (!text.startsWith("[")) {
            return badForeach("it is none of them");
        }
        var list = json("foreach", GraphMlReader.MAX_BYTES);
        return list == null ? null : items(list);
    }

    private @Nullable Foreach items(JsonNode list) {
        if (list.isEmpty() || list.size() > Foreach.MAX_ITEMS) {
            return badForeach("the list has %d items, not 1 to %d".formatted(list.size(), Foreach.MAX_ITEMS));
        }
        var items = new ArrayList<String>();
        for (var value : list) {
            if (!JsonTexts.isScalar(value) || !isItem(value.asString())) {
                return badForeach("item %d is not a string (of 1 to %d characters, without NUL), number or boolean"
                        .formatted(items.size() + 1, MAX_ITEM));
            }
            items.add(value.asString());
        }
        return new Foreach.Items(items);
    }

    private static boolean isItem(String text) {
        return !text.isEmpty() && text.length() <= MAX_ITEM && text.indexOf('\0') < 0;
    }

    private @Nullable Foreach badForeach(String reason) {
        problem(
                "foreach",
                "The foreach '%s' is not a JSON list, glob:PATTERN or output:DATATAG: %s."
                        .formatted(shortened(text("foreach")), reason));
        return null;
    }

    /** The JSON of an attribute; null if it is not given or not readable, which is told. */
    private @Nullable JsonNode json(String name, int maxBytes) {
        var text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            problem(name, "The %s is longer than %d bytes.".formatted(name, maxBytes));
            return null;
        }
        try {
            return JsonTexts.read(text);
        } catch (JacksonException e) {
            problem(name, "The %s is not readable as JSON: %s.".formatted(name, JsonTexts.mistake(e)));
            return null;
        }
    }

    private boolean isGiven(String name) {
        return !text(name).isEmpty();
    }

    private String text(String name) {
        var value = value(name);
        return value == null ? "" : value.text();
    }

    private void problem(String name, String reason) {
        var value = value(name);
        if (value != null) {
            findings.problem(value.at(), reason);
        }
    }

    private @Nullable Value value(String name) {
        var own = given.get(name);
        return own == null ? defaults.get(name) : own;
    }

    private static String shortened(String text) {
        int most = 60;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
