package org.freshet.server.dashboard.hosts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.failures.HostPanel;
import org.freshet.server.dashboard.hosts.HostsPage.View;
import org.freshet.server.dashboard.job.RunRow;
import org.freshet.server.dashboard.job.RunSql;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.TimePosition;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dashboard.pilots.Heartbeat;
import org.freshet.server.dashboard.pilots.PilotPagesSql;
import org.freshet.server.failure.HostRecord;
import org.freshet.server.failure.Hosts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the pages about hosts. All that one says is of one moment. */
@Component
class HostReader {

    static final int PAGE = 100;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("heartbeat", Heartbeat.values()),
            FilterField.of("site", FilterField.Kind.TEXT),
            FilterField.of("host", FilterField.Kind.SUBSTRING));

    private final ClockSql clock;
    private final HostPagesSql hosts;
    private final PilotPagesSql pilots;
    private final RunSql runs;
    private final HostPanel panel;
    private final Words words;

    HostReader(ClockSql clock, HostPagesSql hosts, PilotPagesSql pilots, RunSql runs, HostPanel panel, Words words) {
        this.clock = clock;
        this.hosts = hosts;
        this.pilots = pilots;
        this.runs = runs;
        this.panel = panel;
        this.words = words;
    }

    /** The list that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public HostsPage list(MultiValueMap<String, String> query) {
        var filter = Filter.parse(Paths.HOSTS, FIELDS, Position.others(query));
        var given = query.getFirst("after");
        var after = given == null || given.indexOf('\0') >= 0 ? "" : given;
        var found =
                tried(hosts.hosts(filter.texts("site"), filter.single("host").orElse(null)));
        var matching = found.stream().filter(matches(filter)).toList();
        var page = matching.stream()
                .filter(it -> it.name().compareTo(after) > 0)
                .limit(PAGE + 1L)
                .toList();
        var rows = page.subList(0, Math.min(PAGE, page.size()));
        var now = clock.now();
        return new HostsPage(
                Moment.of(now, now),
                filter,
                sentence(found),
                views(filter, found),
                rows,
                page.size() > PAGE ? href(filter, rows.getLast().name()) : null,
                after.isEmpty() ? filter.href() : href(filter, after),
                pilots.sites(),
                rows.isEmpty() ? empty(filter) : null);
    }

    /** With what the page of errors says of them. */
    private List<HostFacts> tried(List<HostFacts> found) {
        var records = panel.records().stream().collect(Collectors.toMap(HostRecord::host, it -> it));
        return found.stream().map(it -> it.with(records.get(it.name()))).toList();
    }

    private static Predicate<HostFacts> matches(Filter filter) {
        var wanted = filter.of("heartbeat");
        return it -> wanted.isEmpty() || wanted.contains(it.heartbeat().name());
    }

    private static String href(Filter filter, String after) {
        return filter.href() + (filter.isEmpty() ? "?" : "&") + "after="
                + URLEncoder.encode(after, StandardCharsets.UTF_8);
    }

    private String sentence(List<HostFacts> found) {
        return words.say(
                "hosts.sentence",
                found.size(),
                found.stream().mapToLong(HostFacts::alive).sum(),
                found.stream().mapToLong(HostFacts::busy).sum(),
                found.stream().filter(HostFacts::failing).count());
    }

    private List<View> views(Filter filter, List<HostFacts> found) {
        var others = filter.without("heartbeat");
        var views = new ArrayList<View>();
        views.add(new View(
                words.say("hosts.view.all"),
                found.size(),
                others.href(),
                filter.of("heartbeat").isEmpty()));
        for (var kind : Heartbeat.values()) {
            views.add(new View(
                    kind.badge().word(),
                    found.stream().filter(it -> it.heartbeat() == kind).count(),
                    others.href() + (others.isEmpty() ? "?" : "&") + "heartbeat=" + kind,
                    filter.of("heartbeat").equals(List.of(kind.name()))));
        }
        return views;
    }

    private EmptyList empty(Filter filter) {
        return filter.isEmpty()
                ? new EmptyList(
                        "#i-idle",
                        words.say("hosts.none.title"),
                        words.say("hosts.none.how"),
                        null,
                        Paths.PILOTS,
                        words.say("pilots.title"))
                : new EmptyList(
                        "#i-search",
                        words.say("hosts.noMatch.title"),
                        words.say("hosts.noMatch"),
                        null,
                        Paths.HOSTS,
                        words.say("filter.removeAll"));
    }

    /** The page of one host. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public HostPage read(String name, MultiValueMap<String, String> query) {
        if (name.indexOf('\0') >= 0 || !hosts.isKnown(name)) {
            throw new PageNotFound(words.say("host.missing", name));
        }
        var there = hosts.pilots(name);
        var host = tried(hosts.host(name)).stream().findFirst().orElseGet(() -> left(name, there));
        var filter = Filter.parse(Paths.host(name), List.of(), new LinkedMultiValueMap<>());
        return page(host, there, filter, TimePosition.parse(query));
    }

    private HostPage page(HostFacts host, List<HostPilot> there, Filter filter, TimePosition position) {
        var found = runs.ofHost(host.name(), position);
        if (position.before() != null && found.size() <= Position.PAGE) {
            return page(host, there, filter, TimePosition.NEWEST);
        }
        var rows = position.page(found);
        return new HostPage(
                Moment.of(host.now(), host.now()),
                host,
                why(host, words),
                panel.question(host.name(), host.now()),
                there,
                rows,
                position.pager(filter, rows.stream().map(RunRow::place).toList(), found.size()));
    }

    /** One that nobody has been on for a day. */
    private HostFacts left(String name, List<HostPilot> there) {
        return new HostFacts(
                clock.now(),
                name,
                there.stream().map(HostPilot::site).distinct().sorted().toList(),
                new LinkedHashMap<>(),
                Heartbeat.GONE,
                0,
                0,
                -1,
                there.stream()
                        .map(HostPilot::lastSeenAt)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .max(Instant::compareTo)
                        .orElse(null),
                null,
                null,
                null);
    }

    /** How the host does, the worst first. */
    static Explanation why(HostFacts host, Words words) {
        var beat = words.say(
                "host.why." + host.heartbeat().name().toLowerCase(Locale.ROOT),
                host.alive(),
                host.busy(),
                host.idle(),
                host.stale(),
                host.pastDue(),
                host.lost());
        var more = new ArrayList<String>();
        if (host.count(PilotState.DRAINING) > 0) {
            more.add(words.say("host.why.draining", host.count(PilotState.DRAINING)));
        }
        if (host.heartbeat() != Heartbeat.LOST && host.lost() > 0) {
            more.add(words.say("host.why.lostBefore", host.lost()));
        }
        var tried = host.tried();
        if (tried != null && host.failing()) {
            more.addFirst(beat);
            more.add(words.say("host.why.others", tried.othersFailed(), tried.othersEnded()));
            return new Explanation(
                    host.now(),
                    Look.BROKEN,
                    words.say("host.why.failing", tried.failed(), tried.ended(), Hosts.LATELY.toHours()),
                    more,
                    words.say("host.next.failing"),
                    null,
                    List.of());
        }
        return new Explanation(host.now(), look(host), beat, more, next(host, words), null, List.of());
    }

    private static Look look(HostFacts host) {
        return switch (host.heartbeat()) {
            case FRESH, GONE -> Look.CALM;
            case STALE -> Look.LATE;
            case LOST -> Look.BROKEN;
        };
    }

    private static @Nullable String next(HostFacts host, Words words) {
        return switch (host.heartbeat()) {
            case FRESH, GONE -> null;
            case STALE -> words.say("host.next.stale");
            case LOST -> words.say("host.next.lost");
        };
    }
}
