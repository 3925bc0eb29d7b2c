package org.freshet.server.failure;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.freshet.protocol.HostBanView;
import org.freshet.protocol.HostView;
import org.freshet.server.dispatch.HostBans;
import org.freshet.server.failure.HostFailureSql.Ended;
import org.freshet.server.failure.HostFailureSql.Pilots;
import org.freshet.server.failure.HostRecord.Cause;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The hosts on which jobs run, and which of them fail most. */
@Service
public class Hosts {

    /** Attempts that began earlier say nothing of how a host is now. */
    public static final Duration LATELY = Duration.ofHours(2);

    private static final int MOST_BANS = 1000;

    private final HostFailureSql sql;
    private final HostBans bans;

    Hosts(HostFailureSql sql, HostBans bans) {
        this.sql = sql;
        this.bans = bans;
    }

    /** What came of attempts that began lately: hosts with the highest share of failures first. */
    @Transactional(readOnly = true)
    public List<HostRecord> records() {
        var ended = sql.ended(LATELY);
        var allEnded = ended.stream().mapToLong(Ended::attempts).sum();
        var allFailed = failed(ended);
        return ended.stream().collect(Collectors.groupingBy(Ended::host)).entrySet().stream()
                .map(it -> {
                    var here = it.getValue();
                    var count = here.stream().mapToLong(Ended::attempts).sum();
                    var failed = failed(here);
                    return new HostRecord(
                            it.getKey(), count, failed, allEnded - count, allFailed - failed, causes(here));
                })
                .sorted(Comparator.comparing(HostRecord::standsOut)
                        .thenComparing(HostRecord::isKnown)
                        .thenComparing(HostRecord::share)
                        .thenComparing(HostRecord::failed)
                        .reversed()
                        .thenComparing(HostRecord::host))
                .toList();
    }

    private static long failed(List<Ended> ended) {
        return ended.stream()
                .filter(it -> it.reason() != null)
                .mapToLong(Ended::attempts)
                .sum();
    }

    private static List<Cause> causes(List<Ended> ended) {
        return ended.stream()
                .filter(it -> it.reason() != null)
                .map(it -> new Cause(
                        it.jobtype(), Objects.requireNonNull(it.reason()), it.exitCode(), it.signal(), it.attempts()))
                .sorted(Comparator.comparing(Cause::attempts).reversed().thenComparing(Cause::jobtype))
                .toList();
    }

    /** All hosts that have pilots, had attempts lately or are banned, by name. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<HostView> all() {
        var records = records().stream().collect(Collectors.toMap(HostRecord::host, it -> it));
        var pilots = sql.pilots().stream().collect(Collectors.toMap(Pilots::host, it -> it));
        var banned = bans.latest(MOST_BANS).stream()
                .filter(it -> it.liftedAt() == null)
                .collect(Collectors.toMap(HostBanView::host, it -> it));
        var names = new TreeSet<>(records.keySet());
        names.addAll(pilots.keySet());
        names.addAll(banned.keySet());
        return names.stream().map(it -> view(it, records, pilots, banned)).toList();
    }

    private static HostView view(
            String host, Map<String, HostRecord> records, Map<String, Pilots> pilots, Map<String, HostBanView> banned) {
        var ended = records.get(host);
        var alive = pilots.get(host);
        return new HostView(
                host,
                alive == null ? 0 : alive.alive(),
                alive == null ? 0 : alive.busy(),
                ended == null ? 0 : ended.ended(),
                ended == null ? 0 : ended.failed(),
                ended != null && ended.standsOut(),
                banned.get(host));
    }
}
