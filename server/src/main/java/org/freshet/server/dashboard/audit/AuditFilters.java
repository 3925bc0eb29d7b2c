package org.freshet.server.dashboard.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Filter.Ignored;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.platform.StorableTime;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What the audit is narrowed down to.
 *
 * @param shown as the page shows it
 * @param from only changes at this time or later
 * @param to only changes before this time
 */
record AuditFilters(Filter shown, Instant from, Instant to) {

    static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private static final List<FilterField> FIELDS = List.of(
            FilterField.of("user", FilterField.Kind.TEXT),
            FilterField.of("action", FilterField.Kind.TEXT),
            FilterField.choice("entity", AuditedThing.values()).orAlso("object"),
            FilterField.of("id", FilterField.Kind.ONE_NUMBER),
            FilterField.of("from", FilterField.Kind.WHOLE).orAlso("since"),
            FilterField.of("to", FilterField.Kind.WHOLE));

    /**
     * Reads a URL. What cannot be a time, and an id of nobody knows what, have no effect and are named.
     *
     * @param now for times that are said as an age
     */
    static AuditFilters parse(String path, MultiValueMap<String, String> query, Instant now) {
        var given = Filter.parse(path, FIELDS, query);
        var values = new LinkedHashMap<>(given.values());
        var ignored = new ArrayList<>(given.ignored());
        var from = time(values, ignored, "from", now);
        var to = time(values, ignored, "to", now);
        if (values.containsKey("id") && given.of("entity").size() != 1) {
            values.remove("id");
            ignored.add(new Ignored("id=" + given.joined("id"), true));
        }
        return new AuditFilters(
                new Filter(path, FIELDS, values, List.copyOf(ignored)),
                from == null ? FIRST : from,
                to == null ? LAST : to);
    }

    private static @Nullable Instant time(
            LinkedHashMap<String, List<String>> values, List<Ignored> ignored, String name, Instant now) {
        var given = values.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return null;
        }
        var text = given.getFirst();
        given.stream().skip(1).forEach(it -> ignored.add(new Ignored(name + "=" + it, true)));
        values.put(name, List.of(text));
        var time = instant(text, name.equals("to"), now);
        if (time.isEmpty()) {
            values.remove(name);
            ignored.add(new Ignored(name + "=" + text, true));
        }
        return time.orElse(null);
    }

    /** A day, a minute, a second or an age such as {@code PT2H}. */
    private static Optional<Instant> instant(String text, boolean untilItsEnd, Instant now) {
        try {
            if (text.startsWith("P")) {
                return Optional.of(StorableTime.checked(now.minus(Duration.parse(text))));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                var day = Instant.parse(text + "T00:00:00Z");
                return Optional.of(StorableTime.checked(untilItsEnd ? day.plus(Duration.ofDays(1)) : day));
            }
            var whole = text.replace(' ', 'T');
            if (whole.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}")) {
                return Optional.of(StorableTime.checked(Instant.parse(whole + ":00Z")));
            }
            return Optional.of(StorableTime.checked(Instant.parse(whole.endsWith("Z") ? whole : whole + "Z")));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Whether everything that ever happened to one thing is wanted, whoever did it. */
    boolean isOfOne() {
        return !shown.of("id").isEmpty();
    }

    /** Whether an index leads to more than what is wanted. */
    boolean isSearched() {
        return !isOfOne()
                && (!shown.of("user").isEmpty()
                        || !shown.of("action").isEmpty()
                        || !shown.of("entity").isEmpty());
    }
}
