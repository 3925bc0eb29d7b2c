package org.freshet.server.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.WorkflowState;

/**
 * Holds one SQL statement against the states of jobs, pilots, workflows and datasets: every state it names exists, every change of a job's
 * state names the states it expects and is allowed by {@link JobState#next()}, and the history tells the same change.
 * Knows the way in which the server's statements are written, not SQL.
 */
final class StatementCheck {

    private static final Set<String> JOB = names(JobState.values());
    private static final Set<String> PILOT = names(PilotState.values());
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "job",
            JOB,
            "pilot",
            PILOT,
            "workflow",
            names(WorkflowState.values()),
            "dataset",
            names(DatasetState.values()));
    private static final Set<String> BEGINNINGS = Set.of("TEMPLATE", "DEFINED");

    private static final Pattern COMMENT = Pattern.compile("--.*");
    private static final Pattern WITH = Pattern.compile("\\s*with(?:\\s+recursive)?\\s+");
    private static final Pattern NAMED_PART = Pattern.compile("\\s*(\\w+)\\s+as(?:\\s+materialized)?\\s*\\(");
    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:from|join|update|into|using)\\s+(\\w+)"
                    + "(?:\\s+(?:as\\s+)?(?!set\\b|where\\b|on\\b|join\\b|using\\b|order\\b|group\\b|left\\b|limit\\b|cross\\b)(\\w+))?");
    private static final Pattern STATE = Pattern.compile(
            "(?:\\b(\\w+)\\.)?\\bstate\\s*(?:=|<>|!=|in|not\\s+in)\\s*\\(?\\s*('[^']*'(?:\\s*,\\s*'[^']*')*)");
    private static final Pattern EXPECTED =
            Pattern.compile("\\bstate\\s*(?:=|in)\\s*\\(?\\s*('[^']*'(?:\\s*,\\s*'[^']*')*)");
    private static final Pattern UPDATE_JOB =
            Pattern.compile("\\bupdate\\s+job\\b(?:\\s+(?:as\\s+)?(?!set\\b)\\w+)?\\s+set\\b");
    private static final Pattern ASSIGNED = Pattern.compile("(?<![.\\w])state\\s*=\\s*(\\S+?)(?:,|\\s|$)");
    private static final Pattern INSERT_JOB = Pattern.compile("\\binsert\\s+into\\s+job\\b");
    private static final Pattern INSERT_EVENT =
            Pattern.compile("\\binsert\\s+into\\s+event\\s*\\(([^)]*)\\)\\s*select\\b");
    private static final Pattern WORD = Pattern.compile("'([A-Z_]+)'");
    private static final Pattern LITERAL = Pattern.compile("'([^']*)'");

    private final Map<String, String> parts;
    private final List<String> problems = new ArrayList<>();
    private final Set<Step> steps = new LinkedHashSet<>();

    /** A change of a job's state that the statement makes. */
    record Step(JobState from, JobState to) {}

    StatementCheck(String sql) {
        this.parts = parts(COMMENT.matcher(sql).replaceAll(""));
        parts.values().forEach(this::checkWords);
        parts.values().forEach(this::checkBeginning);
        parts.values().forEach(this::checkChange);
        parts.values().forEach(this::checkHistory);
    }

    List<String> problems() {
        return problems;
    }

    Set<Step> steps() {
        return steps;
    }

    /** The common table expressions by name, and the statement at the end under the empty name. */
    private static Map<String, String> parts(String sql) {
        var parts = new LinkedHashMap<String, String>();
        var with = WITH.matcher(sql);
        var at = with.lookingAt() ? with.end() : 0;
        var named = NAMED_PART.matcher(sql);
        while (at > 0 && named.region(at, sql.length()).lookingAt()) {
            var end = closing(sql, named.end());
            parts.put(named.group(1), sql.substring(named.end(), end));
            at = end + 1;
            if (at < sql.length() && sql.charAt(at) == ',') {
                at++;
            }
        }
        parts.put("", sql.substring(at));
        return parts;
    }

    private static int closing(String sql, int from) {
        var depth = 1;
        var at = from;
        while (at < sql.length()) {
            depth += switch (sql.charAt(at)) {
                case '(' -> 1;
                case ')' -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return at;
            }
            at++;
        }
        throw new IllegalArgumentException("a parenthesis is not closed: " + sql);
    }

    /** Of the same length, with blanks for what stands in parentheses. */
    private static String withoutParentheses(String sql) {
        var flat = new StringBuilder(sql.length());
        var depth = 0;
        for (var letter : sql.toCharArray()) {
            depth -= letter == ')' ? 1 : 0;
            flat.append(depth > 0 ? ' ' : letter);
            depth += letter == '(' ? 1 : 0;
        }
        return flat.toString();
    }

    private void checkWords(String part) {
        var tables = tables(part);
        STATE.matcher(part).results().forEach(found -> {
            var known = known(found.group(1), tables);
            literals(found.group(2)).filter(it -> !known.contains(it)).forEach(it -> problems.add(it + " is no state"));
        });
    }

    private static Map<String, String> tables(String part) {
        var tables = new HashMap<String, String>();
        TABLE.matcher(part).results().forEach(found -> {
            tables.put(found.group(1), found.group(1));
            if (found.group(2) != null) {
                tables.put(found.group(2), found.group(1));
            }
        });
        return tables;
    }

    /** The states that the column may have, of whichever table it is where the statement alone does not tell. */
    private static Set<String> known(String qualifier, Map<String, String> tables) {
        var candidates =
                qualifier == null ? Set.copyOf(tables.values()) : Set.of(tables.getOrDefault(qualifier, qualifier));
        var found = KNOWN.keySet().stream().filter(candidates::contains).toList();
        return (found.isEmpty() ? KNOWN.keySet() : found)
                .stream().flatMap(it -> KNOWN.get(it).stream()).collect(Collectors.toSet());
    }

    private void checkBeginning(String part) {
        if (INSERT_JOB.matcher(part).find()) {
            WORD.matcher(part)
                    .results()
                    .map(it -> it.group(1))
                    .filter(it -> !BEGINNINGS.contains(it))
                    .forEach(it -> problems.add("a job cannot begin as " + it));
        }
    }

    private void checkChange(String part) {
        var update = UPDATE_JOB.matcher(part);
        if (!update.find()) {
            return;
        }
        var flat = withoutParentheses(part);
        var conditions = Pattern.compile("\\b(?:from|where)\\b").matcher(flat).region(update.end(), flat.length());
        var end = conditions.find() ? conditions.start() : flat.length();
        var assigned = ASSIGNED.matcher(flat.substring(update.end(), end));
        if (!assigned.find()) {
            return;
        }
        var to = literals(assigned.group(1)).findFirst().filter(JOB::contains).map(JobState::valueOf);
        if (to.isEmpty()) {
            problems.add("the state that is set is not the literal of a state: " + assigned.group(1));
            return;
        }
        var expected = expected(part.substring(end));
        if (expected.isEmpty()) {
            problems.add("becomes " + to.get() + " from states that are not named");
        }
        for (var from : expected) {
            steps.add(new Step(from, to.get()));
            if (!from.next().contains(to.get())) {
                problems.add(from + " may not become " + to.get());
            }
        }
    }

    /** The states that the update's own condition names, else those of the part that it takes its rows from. */
    private Set<JobState> expected(String conditions) {
        var found = EXPECTED.matcher(conditions)
                .results()
                .flatMap(it -> literals(it.group(1)))
                .filter(JOB::contains)
                .map(JobState::valueOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!found.isEmpty()) {
            return found;
        }
        return tables(conditions).values().stream()
                .filter(it -> !it.isEmpty() && parts.containsKey(it))
                .map(parts::get)
                .filter(it -> !it.equals(conditions))
                .flatMap(it -> expected(it).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void checkHistory(String part) {
        var insert = INSERT_EVENT.matcher(part);
        if (!insert.find()) {
            if (part.equals(parts.get(""))
                    && !steps.isEmpty()
                    && parts.values().stream()
                            .noneMatch(it -> INSERT_EVENT.matcher(it).find())) {
                problems.add("the history is not told");
            }
            return;
        }
        var columns =
                Arrays.stream(insert.group(1).split(",")).map(String::strip).toList();
        var values = selected(part.substring(insert.end()));
        if (!values.getFirst().equals("'job'")) {
            return;
        }
        var from = columns.contains("from_state") ? values.get(columns.indexOf("from_state")) : "";
        var to = values.get(columns.indexOf("to_state"));
        literals(from)
                .filter(it ->
                        steps.stream().noneMatch(step -> step.from().name().equals(it)))
                .forEach(it -> problems.add("the history says from " + it + ", which is not expected"));
        // A column: its values stand elsewhere in the same part.
        var told = to.startsWith("'") ? to : part;
        if (!steps.isEmpty() && steps.stream().noneMatch(it -> told.contains("'" + it.to() + "'"))) {
            problems.add("the history says to " + to + ", which is not what is set");
        }
    }

    /** The items of a select's list. */
    private static List<String> selected(String select) {
        var flat = withoutParentheses(select);
        var from = Pattern.compile("\\bfrom\\b").matcher(flat);
        var list = from.find() ? flat.substring(0, from.start()) : flat;
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    private static Stream<String> literals(String text) {
        return LITERAL.matcher(text).results().map(it -> it.group(1));
    }

    private static Set<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
    }
}
