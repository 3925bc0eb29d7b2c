package org.freshet.server.dashboard.failures;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.HostBanView;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.OncePerSecond;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dispatch.HostBans;
import org.freshet.server.failure.HostRecord;
import org.freshet.server.failure.Hosts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says in words which hosts fail most of their jobs, and which are banned. */
@Component
public class HostPanel {

    private static final int SHOWN = 10;
    private static final int BANS = 30;
    private static final int CAUSES = 3;

    private static final Badge FAILED = new Badge("failed", "failed", true);
    private static final Badge FINISHED = new Badge("finished", "finished", false);

    private final OncePerSecond<List<HostRecord>> records;
    private final HostBans bans;
    private final ErrorsSql pilots;
    private final Words words;

    /** All attempts of two hours are counted, and every open page asks for it again and again: once in 7 s is enough. */
    HostPanel(Hosts hosts, HostBans bans, ErrorsSql pilots, Words words) {
        this.records = new OncePerSecond<>(hosts::records, () -> System.nanoTime() / 10);
        this.bans = bans;
        this.pilots = pilots;
        this.words = words;
    }

    /** What came of attempts lately, the host with the highest share of failures first. */
    public List<HostRecord> records() {
        return records.get();
    }

    /** Those that stand, and the latest that were lifted. */
    List<HostBanView> bans() {
        return bans.latest(BANS);
    }

    static Set<String> banned(List<HostBanView> bans) {
        return bans.stream()
                .filter(it -> it.liftedAt() == null)
                .map(HostBanView::host)
                .collect(Collectors.toSet());
    }

    /** Hosts of which enough is known and that fail jobs, those that stand out first. */
    List<HostRow> rows(List<HostRecord> found, Set<String> banned, ErrorsQuery query) {
        return found.stream()
                .filter(it -> it.isKnown() && it.failed() > 0)
                .limit(SHOWN)
                .map(it -> row(it, banned.contains(it.host()), query))
                .toList();
    }

    private HostRow row(HostRecord host, boolean isBanned, ErrorsQuery query) {
        SequencedMap<Badge, Long> counts = new LinkedHashMap<>();
        counts.put(FAILED, host.failed());
        counts.put(FINISHED, host.ended() - host.failed());
        return new HostRow(
                host.host(),
                words.say("errors.host.count", host.failed(), host.ended()),
                StateBar.of(counts, Paths.JOBS),
                others(host),
                mostly(host),
                host.standsOut(),
                Paths.JOBS + "?state=FAILED&host=" + FailureGroup.encoded(host.host()),
                isBanned ? null : question(query, host.host()));
    }

    /** How it is with all other hosts, in words. */
    String others(HostRecord host) {
        return host.othersEnded() == 0
                ? words.say("errors.host.alone")
                : words.say("errors.host.others", host.othersFailed(), host.othersEnded());
    }

    private String mostly(HostRecord host) {
        return host.causes().stream()
                .limit(CAUSES)
                .map(it -> words.say(
                        "errors.host.cause",
                        it.attempts(),
                        it.jobtype(),
                        String.valueOf(FailureWords.brief(it.reason(), it.exitCode(), it.signal()))))
                .collect(Collectors.joining(", "));
    }

    private static String question(ErrorsQuery query, String host) {
        var here = query.filter().href();
        return here + (here.contains("?") ? "&" : "?") + "ban=" + FailureGroup.encoded(host) + "#ban";
    }

    List<BanRow> rows(List<HostBanView> found, Instant now) {
        return found.stream()
                .map(it -> new BanRow(
                        it.host(),
                        it.reason(),
                        Moment.of(it.at(), now),
                        it.by(),
                        Moment.ofNullable(it.liftedAt(), now),
                        it.liftedBy(),
                        it.liftedWhy()))
                .toList();
    }

    /** What a ban of the host would do; null if none is thought of. */
    @Nullable
    BanQuestion question(ErrorsQuery query, Instant now) {
        var host = query.ban();
        return host == null ? null : question(host, now);
    }

    /** What a ban of the host would do, or that it is banned. */
    public BanQuestion question(String host, Instant now) {
        var there = pilots.pilots(host);
        return new BanQuestion(
                host,
                words.say("errors.ban.what", there.alive(), there.busy()),
                bans.find(host)
                        .map(it -> words.say(
                                "errors.ban.before", Moment.of(it.at(), now).text(), it.by(), it.reason()))
                        .orElse(null));
    }
}
