package org.freshet.server.dashboard.failures;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.server.dashboard.failures.ErrorsPage.Below;
import org.freshet.server.dashboard.failures.ErrorsPage.Choice;
import org.freshet.server.dashboard.failures.ErrorsQuery.By;
import org.freshet.server.dashboard.failures.ErrorsQuery.View;
import org.freshet.server.dashboard.jobs.JobListSql;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.OncePerSecond;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.failure.Acknowledgements;
import org.freshet.server.failure.FailurePart;
import org.freshet.server.failure.FailurePart.Standing;
import org.freshet.server.failure.Failures;
import org.freshet.server.failure.Failures.Picture;
import org.freshet.server.failure.HostRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.MultiValueMap;

/** Makes the page of failures. */
@Component
class ErrorsReader {

    /** Groups of one page. */
    static final int PAGE = 50;

    private static final int SAID = 20;

    private final ClockSql clock;
    private final Failures failures;
    private final OncePerSecond<Picture> lately;
    private final Acknowledgements acknowledgements;
    private final FailureRows rows;
    private final HostPanel hosts;
    private final JobListSql jobs;
    private final Words words;

    ErrorsReader(
            ClockSql clock,
            Failures failures,
            Acknowledgements acknowledgements,
            FailureRows rows,
            HostPanel hosts,
            JobListSql jobs,
            Words words) {
        this.clock = clock;
        this.failures = failures;
        this.lately = new OncePerSecond<>(() -> failures.lately(clock.now()), System::nanoTime);
        this.acknowledgements = acknowledgements;
        this.rows = rows;
        this.hosts = hosts;
        this.jobs = jobs;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ErrorsPage read(MultiValueMap<String, String> url) {
        var now = clock.now();
        var query = ErrorsQuery.parse(url, now);
        var picture = query.isUsual() ? lately.get() : failures.of(query.time());
        var said = acknowledgements.standing(picture.time().from());
        return page(query, picture, new Groups(picture, query, said), said, now);
    }

    /**
     * What a picture has of what a URL asks for, the largest groups first.
     *
     * @param unresolved without regard to the view
     * @param open those of them that nobody has acknowledged
     * @param all whatever became of them
     */
    private record Groups(List<FailureGroup> unresolved, List<FailureGroup> open, List<FailureGroup> all) {

        Groups(Picture picture, ErrorsQuery query, List<AcknowledgementView> said) {
            this(
                    grouped(picture, query, it -> it.standing() == Standing.UNRESOLVED),
                    grouped(
                            picture,
                            query,
                            it -> it.standing() == Standing.UNRESOLVED
                                    && Acknowledgements.of(it, said).isEmpty()),
                    grouped(picture, query, it -> true));
        }

        private static List<FailureGroup> grouped(Picture picture, ErrorsQuery query, Predicate<FailurePart> which) {
            return picture.parts().stream()
                    .filter(it -> query.wants(it) && which.test(it))
                    .collect(Collectors.groupingBy(it -> query.group(it.key())))
                    .entrySet()
                    .stream()
                    .map(it -> FailureGroup.of(it.getKey(), it.getValue()))
                    .sorted(FailureGroup.LARGEST_FIRST)
                    .toList();
        }

        List<FailureGroup> of(View view) {
            return switch (view) {
                case UNRESOLVED -> unresolved;
                case OPEN -> open;
                case ALL -> all;
            };
        }

        static long jobs(List<FailureGroup> groups) {
            return groups.stream().mapToLong(FailureGroup::jobs).sum();
        }
    }

    private ErrorsPage page(
            ErrorsQuery query, Picture picture, Groups groups, List<AcknowledgementView> said, Instant now) {
        var records = hosts.records();
        var bans = hosts.bans();
        var banned = HostPanel.banned(bans);
        var again = jobs(picture, Standing.AGAIN, query);
        var resolved = jobs(picture, Standing.RESOLVED, query);
        var known = new ErrorsAdvice.Known(
                groups.unresolved(),
                Groups.jobs(groups.open()),
                again,
                resolved,
                records.stream().filter(HostRecord::standsOut).toList(),
                banned);
        var unresolved = picture.parts().stream()
                .filter(it -> it.standing() == Standing.UNRESOLVED)
                .toList();
        var around = new FailureRows.Around(
                query,
                unresolved,
                said,
                known.bad().stream().map(HostRecord::host).collect(Collectors.toSet()),
                now);
        var listed = groups.of(query.view());
        var first = first(listed, query.after());
        var shown = listed.stream().skip(first).limit(PAGE).toList();
        return new ErrorsPage(
                Moment.of(now, now),
                query,
                words.say("errors.count", known.jobs(), groups.unresolved().size()),
                sum(query, groups, again, resolved, now),
                new ErrorsAdvice(hosts, words).of(known, now),
                views(query, groups),
                ways(query),
                times(query),
                rows.of(shown, around),
                picture.cut() ? words.say("errors.cut", Failures.LOOKED_AT) : null,
                below(query, listed, first, shown),
                hosts.rows(records, banned, query),
                hosts.rows(bans, now),
                hosts.question(query, now),
                said(unresolved, now),
                jobs.types(),
                shown.isEmpty() ? empty(query, picture) : null);
    }

    private static long jobs(Picture picture, Standing standing, ErrorsQuery query) {
        return picture.parts().stream()
                .filter(it -> it.standing() == standing && query.wants(it))
                .mapToLong(FailurePart::jobs)
                .sum();
    }

    private String sum(ErrorsQuery query, Groups groups, long again, long resolved, Instant now) {
        return words.say(
                "errors.sum",
                Groups.jobs(groups.all()),
                spoken(query, now),
                resolved,
                again,
                Groups.jobs(groups.unresolved()));
    }

    /** The time that is looked at, in words. */
    private String spoken(ErrorsQuery query, Instant now) {
        if (query.isUsual()) {
            return words.say("errors.time.usual");
        }
        var from = Moment.of(query.time().from(), now).text();
        return query.filter().of("to").isEmpty()
                ? words.say("errors.time.since", from)
                : words.say(
                        "errors.time.between",
                        from,
                        Moment.of(query.time().to(), now).text());
    }

    private List<Choice> views(ErrorsQuery query, Groups groups) {
        return List.of(
                view(query, null, View.UNRESOLVED, words.say("errors.view.unresolved"), groups.unresolved()),
                view(query, View.OPEN.name(), View.OPEN, words.say("errors.view.open"), groups.open()),
                view(query, View.ALL.name(), View.ALL, words.say("errors.view.all"), groups.all()));
    }

    private Choice view(ErrorsQuery query, @Nullable String value, View view, String word, List<FailureGroup> groups) {
        return new Choice(
                word,
                words.say("errors.number", Groups.jobs(groups)),
                query.with("view", value).href(),
                query.view() == view);
    }

    private List<Choice> ways(ErrorsQuery query) {
        return List.of(
                new Choice(
                        words.say("errors.by.host"),
                        null,
                        query.with("by", null).href(),
                        query.by() == By.HOST),
                new Choice(
                        words.say("errors.by.cause"),
                        null,
                        query.with("by", By.CAUSE.name()).href(),
                        query.by() == By.CAUSE));
    }

    private List<Choice> times(ErrorsQuery query) {
        return List.of(
                time(query, words.say("errors.time.hour"), "1h"),
                time(query, words.say("errors.time.shift"), "8h"),
                time(query, words.say("errors.time.day"), null),
                time(query, words.say("errors.time.week"), "7d"));
    }

    private static Choice time(ErrorsQuery query, String word, @Nullable String from) {
        var chosen = query.filter().of("to").isEmpty()
                && (from == null ? query.isUsual() : query.filter().of("from").equals(List.of(from)));
        return new Choice(word, null, query.with("from", from).without("to").href(), chosen);
    }

    /** Where the page begins: behind the group that the URL names, or at the largest if that is gone. */
    private static int first(List<FailureGroup> listed, @Nullable String after) {
        for (int n = 0; after != null && n < listed.size(); n++) {
            if (listed.get(n).key().id().equals(after)) {
                return n + 1;
            }
        }
        return 0;
    }

    private Below below(ErrorsQuery query, List<FailureGroup> listed, int first, List<FailureGroup> shown) {
        var href = query.filter().href();
        var goesOn = first + shown.size() < listed.size();
        return new Below(
                listed.isEmpty()
                        ? words.say("errors.groups.none")
                        : words.say("errors.groups", shown.size(), listed.size()),
                first == 0 ? null : href,
                goesOn
                        ? href + (href.contains("?") ? "&" : "?") + "after="
                                + shown.getLast().key().id()
                        : null);
    }

    /** The latest that people said, and whether it still holds. */
    private List<AcknowledgedRow> said(List<FailurePart> unresolved, Instant now) {
        return acknowledgements.latest(Long.MAX_VALUE, SAID).stream()
                .map(it -> new AcknowledgedRow(
                        Long.toString(it.id()),
                        words.say("errors.said.what", it.jobtype(), what(it), it.jobs()),
                        it.by(),
                        Moment.of(it.at(), now),
                        it.note(),
                        standing(it, unresolved, now),
                        it.undoneAt() == null))
                .toList();
    }

    private static String what(AcknowledgementView it) {
        return FailureRows.brief(Acknowledgements.key(it)) + (it.host() == null ? "" : " on " + it.host());
    }

    private String standing(AcknowledgementView it, List<FailurePart> unresolved, Instant now) {
        if (it.undoneBy() != null) {
            return words.say("errors.said.undone", it.undoneBy());
        }
        return unresolved.stream()
                .filter(part -> part.key().equals(Acknowledgements.key(it)))
                .findFirst()
                .map(part -> part.last().isAfter(it.until())
                        ? words.say(
                                "errors.said.over", Moment.of(part.last(), now).text())
                        : words.say("errors.said.holds"))
                .orElseGet(() -> words.say("errors.said.nothing"));
    }

    private EmptyList empty(ErrorsQuery query, Picture picture) {
        var failed = picture.parts().stream().mapToLong(FailurePart::jobs).sum();
        if (query.isNarrow() && failed > 0) {
            return new EmptyList(
                    "#i-search",
                    words.say("errors.noMatch.title"),
                    words.say("errors.noMatch", failed),
                    null,
                    ErrorsQuery.PATH,
                    words.say("filter.removeAll"));
        }
        return new EmptyList(
                "#i-finished",
                words.say("errors.none.title"),
                failed == 0 ? words.say("errors.none") : words.say("errors.none.mended", failed),
                null,
                Paths.JOBS,
                words.say("jobs.all"));
    }
}
