package org.freshet.server.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are meant; what is null or empty does not restrict. The same words mean the same in the address of the list
 * of jobs, in a saved view and in a change of many jobs.
 *
 * @param sites of the latest attempt, or while a job was never claimed the site that it asks for
 * @param hosts of the latest attempt
 * @param vertices names of vertices, or of those of which they are the items
 * @param name part of the name, in any case of letters
 * @param text part of the name, of a file's name or of the last message, in any case of letters; or the id
 */
public record JobCriteria(
        List<JobState> states,
        List<FailureReason> reasons,
        List<Long> exits,
        List<String> types,
        List<String> users,
        List<String> sites,
        List<String> hosts,
        List<Long> pilots,
        List<RunRange> runs,
        List<Long> ids,
        List<Long> workflows,
        List<String> vertices,
        @Nullable String name,
        @Nullable String text,
        TimeRange defined,
        TimeRange ended) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Those in whose values a comma is a letter like others. */
    private static final Set<String> WHOLE = Set.of("vertex", "name", "q");

    private static final Set<String> NAMES = Set.of(
            "state",
            "reason",
            "exit",
            "type",
            "user",
            "site",
            "host",
            "pilot",
            "run",
            "id",
            "workflow",
            "vertex",
            "name",
            "q",
            "from",
            "to",
            "endedfrom",
            "endedto");

    /** Most values of one name. */
    private static final int MOST_VALUES = 10_000;

    /**
     * From a time, which is part of it, to another, which is not.
     *
     * @param from null = from the beginning
     * @param to null = without end
     */
    public record TimeRange(
            @Nullable Instant from, @Nullable Instant to) {

        boolean isEmpty() {
            return from == null && to == null;
        }
    }

    /**
     * Reads values that were divided already. Throws {@link Invalid} for a name or a value that is none.
     *
     * @param values by name
     * @param now from which ages count
     */
    public static JobCriteria of(Map<String, List<String>> values, Instant now) {
        for (var name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw Invalid.field(name, "not a filter; known are " + String.join(", ", new TreeSet<>(NAMES)));
            }
        }
        var given = new Given(values);
        return new JobCriteria(
                given.words("state", JobState.class),
                given.words("reason", FailureReason.class),
                given.numbers("exit"),
                given.of("type"),
                given.of("user"),
                given.of("site"),
                given.of("host"),
                given.numbers("pilot"),
                given.all("run", RunRange::of, "a run such as 5076, or a range such as 5076-5077,"),
                given.numbers("id"),
                given.numbers("workflow"),
                given.of("vertex"),
                given.single("name"),
                given.single("q"),
                new TimeRange(given.time("from", now), given.time("to", now)),
                new TimeRange(given.time("endedfrom", now), given.time("endedto", now)));
    }

    /** Exactly these jobs, whatever they are. */
    public static JobCriteria only(Collection<Long> ids) {
        var none = new TimeRange(null, null);
        return new JobCriteria(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.copyOf(ids),
                List.of(),
                List.of(),
                null,
                null,
                none,
                none);
    }

    /** Reads one text for each name, in which commas divide several values. Throws {@link Invalid} as above. */
    public static JobCriteria parse(Map<String, String> texts, Instant now) {
        var values = new TreeMap<String, List<String>>();
        texts.forEach((name, text) -> values.put(name.equals("jobtype") ? "type" : name, divided(name, text)));
        return of(values, now);
    }

    private static List<String> divided(String name, String text) {
        var pieces = WHOLE.contains(name) ? List.of(text) : Arrays.asList(text.split(",", -1));
        return pieces.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    /** Whether all jobs are meant. */
    public boolean isEmpty() {
        return name == null
                && text == null
                && defined.isEmpty()
                && ended.isEmpty()
                && List.of(states, reasons, exits, types, users, sites, hosts, pilots, runs, ids, workflows, vertices)
                        .stream()
                        .allMatch(List::isEmpty);
    }

    /** What was given, by name. */
    private record Given(Map<String, List<String>> values) {

        List<String> of(String name) {
            var all = values.getOrDefault(name, List.of());
            if (all.size() > MOST_VALUES) {
                throw Invalid.field(name, "more than " + MOST_VALUES + " values");
            }
            if (all.stream().anyMatch(it -> it.indexOf('\0') >= 0)) {
                throw Invalid.field(name, "the character U+0000 is not allowed");
            }
            return List.copyOf(all);
        }

        @Nullable
        String single(String name) {
            var all = of(name);
            return all.isEmpty() ? null : all.getFirst();
        }

        <T> List<T> all(String name, Function<String, Optional<T>> reader, String what) {
            return of(name).stream()
                    .map(it -> reader.apply(it).orElseThrow(() -> unreadable(name, it, what)))
                    .toList();
        }

        List<Long> numbers(String name) {
            return all(
                    name,
                    it -> NUMBER.matcher(it).matches() ? Optional.of(Long.valueOf(it)) : Optional.<Long>empty(),
                    "a number");
        }

        <E extends Enum<E>> List<E> words(String name, Class<E> type) {
            var known = Arrays.asList(type.getEnumConstants());
            return all(
                    name,
                    it -> known.stream()
                            .filter(word -> word.name().equals(it.toUpperCase(Locale.ROOT)))
                            .findFirst(),
                    "one of " + known);
        }

        @Nullable
        Instant time(String name, Instant now) {
            var text = single(name);
            return text == null
                    ? null
                    : PointInTime.of(text, now)
                            .orElseThrow(() ->
                                    unreadable(name, text, "a time such as 2026-11-20T03:00, or an age such as 2h,"));
        }

        private static Invalid unreadable(String name, String value, String what) {
            return Invalid.field(name, "\"" + value + "\" is not allowed; " + what + " is expected");
        }
    }
}
