package org.freshet.server.dashboard.jobs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkJobView;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.server.bulk.Bulks;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the page of a change of many jobs. */
@Component
class BulkPageReader {

    private static final String PATH = Paths.BULKS;

    /** Jobs of one part of the list. */
    private static final int PART = 500;

    private final Bulks bulks;
    private final ClockSql clock;
    private final Words words;

    BulkPageReader(Bulks bulks, ClockSql clock, Words words) {
        this.bulks = bulks;
        this.clock = clock;
        this.words = words;
    }

    /** The id, or a page that says that there is none. */
    long id(String text) {
        return Ids.number(text).orElseThrow(() -> new PageNotFound(words.say("bulk.missing", text)));
    }

    BulkPage read(String id, @Nullable String after, Actor who) {
        try {
            return read(
                    bulks.show(id(id)), after == null ? null : Ids.number(after).orElse(null), who);
        } catch (NotFound e) {
            throw new PageNotFound(String.valueOf(e.getMessage()));
        }
    }

    private BulkPage read(BulkView bulk, @Nullable Long after, Actor who) {
        Instant now = clock.now();
        List<BulkJobView> found = bulks.jobs(bulk.id(), after, PART);
        List<BulkJobView> shown = found.subList(0, Math.min(PART, found.size()));
        Filter filter = bulk.filter() == null ? null : JobListReader.filter(parameters(bulk.filter()));
        Instant until = bulk.undoUntil();
        boolean mine = bulk.user().equals(who.account());
        return new BulkPage(
                Moment.of(now, now),
                bulk,
                title(bulk),
                filter == null ? null : chosen(filter),
                filter == null ? null : filter.href(),
                words.say(
                        "bulk.what." + (isUndoneRetry(bulk) ? "UNDONE_RETRY" : bulk.action()), number(bulk.priority())),
                sum(bulk),
                undo(bulk),
                words.say("bulk.button." + bulk.action(), bulk.open(), number(bulk.priority())),
                progress(bulk),
                shown.stream().map(this::row).toList(),
                found.size() > PART
                        ? PATH + "/" + bulk.id() + "?after=" + shown.getLast().job()
                        : null,
                mine,
                bulk.undo() > 0 && (mine || who.operator()),
                until == null ? null : Math.max(0, Duration.between(now, until).toSeconds()),
                isStale(bulk));
    }

    private static String number(@Nullable Integer priority) {
        return priority == null ? "" : priority.toString();
    }

    private String title(BulkView bulk) {
        Long undone = bulk.undoOf();
        if (undone != null) {
            return words.say("bulk.title.undo", undone.toString());
        }
        return bulk.phase() == Phase.PREVIEW
                ? words.say("bulk.ask." + bulk.action(), bulk.open(), number(bulk.priority()))
                : words.say("bulk.title." + bulk.action(), bulk.jobs() - impossible(bulk), number(bulk.priority()));
    }

    /** Those that were left out from the beginning, as far as their reasons are told one by one. */
    private static long impossible(BulkView bulk) {
        return bulk.refusals().stream()
                .filter(it -> !it.tooLate())
                .mapToLong(BulkView.Refusal::jobs)
                .sum();
    }

    private String chosen(Filter filter) {
        return filter.isEmpty()
                ? words.say("bulk.chosen.all")
                : filter.chips().stream()
                        .map(it -> words.say("filter." + it.name()) + " " + it.value())
                        .collect(Collectors.joining(", "));
    }

    private String sum(BulkView bulk) {
        String text = bulk.phase() == Phase.PREVIEW
                ? words.say("bulk.sum.preview", bulk.jobs(), bulk.open(), bulk.refused())
                : words.say("bulk.sum", bulk.jobs(), bulk.done(), bulk.refused(), bulk.open());
        return bulk.cut()
                ? text + " " + words.say("bulk.cut", (long) Bulks.MOST_JOBS, (long) Bulks.LOOKED_THROUGH)
                : text;
    }

    private static boolean isUndoneRetry(BulkView bulk) {
        return bulk.undoOf() != null && bulk.action() == BulkAction.CANCEL;
    }

    private String undo(BulkView bulk) {
        Long by = bulk.undoneBy();
        if (by != null) {
            return words.say("bulk.undo.by", by.toString());
        }
        if (bulk.undoOf() != null) {
            return words.say("bulk.undo.none");
        }
        if (bulk.phase() == Phase.PREVIEW) {
            return words.say("bulk.undo." + bulk.action(), bulks.undoSeconds());
        }
        return bulk.undo() == 0 ? words.say("bulk.undo.over") : words.say("bulk.undo.offer", bulk.undo(), bulk.done());
    }

    private static boolean isStale(BulkView bulk) {
        return bulk.phase() == Phase.PREVIEW
                && bulk.action() == BulkAction.RETRY
                && bulk.usefulForSeconds() == null
                && bulk.refusals().stream().anyMatch(it -> it.why().startsWith("the time has passed"));
    }

    private static List<BulkPage.Bar> progress(BulkView bulk) {
        double done = percent(bulk.done(), bulk);
        double refused = percent(bulk.refused(), bulk);
        return List.of(
                new BulkPage.Bar("finished", "0%", width(done)),
                new BulkPage.Bar("expired", width(done), width(refused)));
    }

    private static double percent(long part, BulkView bulk) {
        return bulk.jobs() == 0 ? 0 : 100.0 * part / bulk.jobs();
    }

    private static String width(double percent) {
        return String.format(Locale.ROOT, "%.2f%%", percent);
    }

    private BulkPage.Row row(BulkJobView job) {
        var outcome = job.outcome();
        var was = job.was();
        return new BulkPage.Row(
                job.job().value(),
                was == null ? null : Badge.of(was),
                outcome == null ? null : words.say("bulk.outcome." + outcome, job.why() == null ? "" : job.why()),
                outcome != null && outcome != BulkJobView.Outcome.DONE);
    }

    /** What stands in an address behind the question mark. */
    static MultiValueMap<String, String> parameters(String query) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // as somebody wrote it
        }
    }
}
