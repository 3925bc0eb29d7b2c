package org.freshet.server.dashboard.failures;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.freshet.protocol.FailureReason;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.failure.FailureKey;
import org.freshet.server.failure.FailurePart;
import org.freshet.server.failure.FailureTime;
import org.freshet.server.platform.StorableTime;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * What the URL of the page of failures asks for.
 *
 * @param isUsual whether it leaves the time to the server
 * @param after the group, by its id, above the first one that is shown; null = from the largest on
 * @param ban the host that is perhaps to be banned; null = none
 */
record ErrorsQuery(
        Filter filter,
        View view,
        FailureTime time,
        boolean isUsual,
        @Nullable String after,
        @Nullable String ban) {

    static final String PATH = "/errors";

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("view", View.values()),
            FilterField.choice("by", By.values()),
            FilterField.choice("reason", FailureReason.values()),
            FilterField.of("exit", FilterField.Kind.NUMBER),
            FilterField.of("type", FilterField.Kind.TEXT).orAlso("jobtype"),
            FilterField.of("host", FilterField.Kind.TEXT),
            FilterField.of("from", FilterField.Kind.WHOLE),
            FilterField.of("to", FilterField.Kind.WHOLE));

    private static final Pattern AGO = Pattern.compile("([0-9]{1,5})(min|h|d)");
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{32}");
    private static final int LONGEST_HOST = 255;

    /** Which failures are listed. */
    enum View {
        UNRESOLVED,
        /** The unresolved ones that nobody has acknowledged. */
        OPEN,
        ALL
    }

    /** What the failures of one group have in common. */
    enum By {
        /** Reason, exit code, type and host. */
        HOST,
        /** Reason, exit code and type, on whatever host. */
        CAUSE
    }

    /**
     * Reads a URL.
     *
     * @param now on the database's clock
     */
    static ErrorsQuery parse(MultiValueMap<String, String> query, Instant now) {
        var others = new LinkedMultiValueMap<>(query);
        var after = others.getFirst("after");
        var ban = others.getFirst("ban");
        others.remove("after");
        others.remove("ban");
        var filter = onlyOne(onlyOne(Filter.parse(PATH, FIELDS, others), "from"), "to");
        var from = moment(filter, "from", now);
        filter = from == null ? ignoring(filter, "from") : filter;
        var to = moment(filter, "to", now);
        var begins = from == null ? (to == null ? now : to).minus(FailureTime.USUAL) : from;
        if (to == null || !to.isAfter(begins)) {
            filter = ignoring(filter, "to");
            to = null;
        }
        // A clock that is ahead: what fails at this very moment is part of it, too.
        var ends = to == null ? now.plusSeconds(60) : to;
        if (!ends.isAfter(begins)) {
            filter = ignoring(filter, "from");
            begins = ends.minus(FailureTime.USUAL);
        }
        return new ErrorsQuery(
                filter,
                view(filter),
                new FailureTime(begins, ends),
                filter.of("from").isEmpty() && filter.of("to").isEmpty(),
                after != null && GROUP.matcher(after).matches() ? after : null,
                ban == null || ban.isBlank() || ban.length() > LONGEST_HOST || ban.indexOf('\0') >= 0
                        ? null
                        : ban.strip());
    }

    private static View view(Filter filter) {
        return filter.single("view").map(View::valueOf).orElse(View.UNRESOLVED);
    }

    /** Two beginnings are none. */
    private static Filter onlyOne(Filter filter, String name) {
        return filter.of(name).size() > 1 ? ignoring(filter, name) : filter;
    }

    /** The same without what was asked for under this name, which is named as of no effect. */
    private static Filter ignoring(Filter filter, String name) {
        var ignored = new ArrayList<>(filter.ignored());
        filter.of(name).forEach(it -> ignored.add(new Filter.Ignored(name + "=" + it, true)));
        return new Filter(filter.path(), filter.fields(), filter.without(name).values(), List.copyOf(ignored));
    }

    /** {@code 2h} ago, a day, or a time in UTC with or without a zone; null if it is none of these, or not given. */
    private static @Nullable Instant moment(Filter filter, String name, Instant now) {
        var text = filter.single(name).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return StorableTime.checked(moment(text, now));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant moment(String text, Instant now) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "min" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        if (text.endsWith("Z")) {
            return Instant.parse(text);
        }
        return text.length() == "2026-11-20".length()
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    By by() {
        return filter.single("by").map(By::valueOf).orElse(By.HOST);
    }

    /** The group to which failures of this kind belong. */
    FailureKey group(FailureKey key) {
        return switch (by()) {
            case HOST -> key;
            case CAUSE -> key.withoutHost();
        };
    }

    /** Whether failures of this kind are asked for. */
    boolean wants(FailurePart part) {
        var key = part.key();
        return allows("reason", key.reason().name())
                && allows("exit", String.valueOf(key.exitCode()))
                && allows("type", key.jobtype())
                && allows("host", String.valueOf(key.host()));
    }

    private boolean allows(String name, String value) {
        return filter.of(name).isEmpty() || filter.of(name).contains(value);
    }

    /** Whether it is narrowed down by more than a view and a time. */
    boolean isNarrow() {
        return List.of("reason", "exit", "type", "host").stream()
                .anyMatch(it -> !filter.of(it).isEmpty());
    }

    /** The same page with another value of one field; without it for null. */
    Filter with(String name, @Nullable String value) {
        SequencedMap<String, List<String>> values = new LinkedHashMap<>(filter.values());
        values.remove(name);
        if (value != null) {
            values.put(name, List.of(value));
        }
        return new Filter(PATH, FIELDS, values, List.of());
    }
}
