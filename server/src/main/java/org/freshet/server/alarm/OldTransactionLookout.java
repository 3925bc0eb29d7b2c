package org.freshet.server.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.server.alarm.OldTransactionSql.Holder;
import org.freshet.server.platform.Elapsed;
import org.springframework.stereotype.Component;

/**
 * Looks for whoever keeps PostgreSQL from removing rows that were changed since. The queue and the jobs change thousands of
 * times a second, so that an hour of it makes their tables many times as large as what is in them, and everything slower.
 */
@Component
class OldTransactionLookout implements Lookout {

    /** An alarm goes on until what is measured is below this part of its limit. */
    private static final double STAYS = 0.9;

    private final OldTransactionSql sql;
    private final Duration limit;

    /** Of those whose beginning the database does not tell: the same number as before means that nothing went on. */
    private Map<String, Seen> seen = new HashMap<>();

    OldTransactionLookout(OldTransactionSql sql, AlarmSettings settings) {
        this.sql = sql;
        this.limit = settings.oldestTransaction();
    }

    private record Seen(String oldest, Instant since) {}

    @Override
    public Set<AlarmRule> rules() {
        return Set.of(AlarmRule.OLD_TRANSACTION);
    }

    @Override
    public List<Finding> look(Instant now) {
        return found(sql.holders(), now);
    }

    synchronized List<Finding> found(List<Holder> holders, Instant now) {
        var before = seen;
        seen = new HashMap<>();
        return holders.stream()
                .flatMap(it -> found(it, Objects.requireNonNullElseGet(it.since(), () -> since(it, before, now)), now))
                .toList();
    }

    private Instant since(Holder holder, Map<String, Seen> before, Instant now) {
        var name = object(holder);
        var known = before.get(name);
        var nowSeen = known != null && known.oldest().equals(holder.oldest()) ? known : new Seen(holder.oldest(), now);
        seen.put(name, nowSeen);
        return nowSeen.since();
    }

    private Stream<Finding> found(Holder holder, Instant since, Instant now) {
        var seconds = Duration.between(since, now).toMillis() / 1000.0;
        return seconds <= limit() * STAYS ? Stream.empty() : Stream.of(finding(holder, since, now, seconds));
    }

    private double limit() {
        return limit.toMillis() / 1000.0;
    }

    private Finding finding(Holder holder, Instant since, Instant now, double seconds) {
        var object = object(holder);
        var who = holder.who().isEmpty() ? "" : " (" + holder.who() + ")";
        return new Finding(
                AlarmRule.OLD_TRANSACTION,
                object,
                AlarmSeverity.LATE,
                object + " keeps the database from cleaning up",
                object + who + " keeps the database from cleaning up since " + Told.time(since, now) + ", for "
                        + Told.seconds(seconds) + "; the limit is " + Elapsed.set(limit) + ".",
                "No row that was changed since then is removed: the tables grow, and everything gets slower. "
                        + remedy(holder),
                null,
                seconds,
                limit(),
                seconds > limit());
    }

    private static String object(Holder holder) {
        return switch (holder.kind()) {
            case SESSION -> "database session " + holder.name();
            case PREPARED -> "prepared transaction " + holder.name();
            case SLOT -> "replication slot " + holder.name();
            case STANDBY -> "standby " + holder.name();
        };
    }

    private static String remedy(Holder holder) {
        return switch (holder.kind()) {
            case SESSION ->
                "Find out who works there and let it end, or end it, in the database: select pg_terminate_backend("
                        + holder.name() + ")";
            case PREPARED ->
                "Whoever prepared it has to commit it or roll it back, in the database: rollback prepared "
                        + quoted(holder.name());
            case SLOT ->
                "See why its reader does not go on. If there is none any more, in the database: select pg_drop_replication_slot("
                        + quoted(holder.name()) + ")";
            case STANDBY -> "See which query runs there for so long (hot_standby_feedback is on), and end it.";
        };
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }
}
