package org.freshet.server.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Makes and drops the weeks of the history. A week begins on Monday, 0:00 UTC. */
@Repository
class WeekSql {

    /** Told apart from other locks of the kind; any number that nobody else takes. */
    private static final String LOCK = """
            select pg_try_advisory_xact_lock(7301001)
            """;

    // Whoever reads or writes the history waits behind a lock that waits.
    private static final String WAIT_BRIEFLY = """
            set local lock_timeout = '1s'
            """;

    private static final String WEEKS = """
            select c.relname
            from pg_inherits i
            join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'event_history'::regclass and c.relname ~ '^event_history_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
            order by c.relname
            """;

    private static final String NOW = """
            select now()
            """;

    // Served by event_recent.
    private static final String IS_BEGUN = """
            select exists (select from event_history_default where at >= :from and at < :to)
            """;

    // Made apart and then attached: that holds up only who uses the default partition.
    private static final String CREATE = """
            create table %s (like event_history including all)
            """;

    private static final String ATTACH = """
            alter table event_history attach partition %s for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')
            """;

    private static final String COUNT_WEEK = """
            select count(*) as things, min(at) as oldest, max(at) as newest from %s
            """;

    private static final String DROP = """
            drop table %s
            """;

    private static final String DELETE_FROM_DEFAULT = """
            with gone as (
              delete from event_history_default
              where ctid = any(array(select ctid from event_history_default where at < :before limit 5000 for update skip locked))
              returning at
            )
            select count(*) as things, min(at) as oldest, max(at) as newest from gone
            """;

    private static final String COUNT_DEFAULT = """
            select count(*) as things, min(at) as oldest, max(at) as newest from event_history_default where at < :before
            """;

    private final JdbcClient db;
    private final JdbcTemplate connection;

    WeekSql(JdbcClient db, JdbcTemplate connection) {
        this.db = db;
        this.connection = connection;
    }

    /**
     * A week of the history.
     *
     * @param monday on which it begins
     */
    record Week(LocalDate monday) {

        static Week of(Instant moment) {
            return new Week(moment.atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
        }

        private static Week named(String partition) {
            return new Week(LocalDate.parse(
                    partition.substring("event_history_".length()).replace('_', '-')));
        }

        private String partition() {
            return "event_history_" + monday.toString().replace('-', '_');
        }

        Week plus(int weeks) {
            return new Week(monday.plusWeeks(weeks));
        }

        boolean isOver(Instant moment) {
            return !plus(1).begin().isAfter(moment);
        }

        Instant begin() {
            return monday.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** False if another server is at it. Holds until the transaction ends, and lets no other lock be waited for long. */
    boolean lock() {
        letStatementsTakeLong();
        db.sql(WAIT_BRIEFLY).update();
        return db.sql(LOCK).query(Boolean.class).single();
    }

    /** In this transaction: nobody waits for what a whole week is read for, and it may be read from a slow disk. */
    void letStatementsTakeLong() {
        connection.execute((ConnectionCallback<@Nullable Void>) it -> {
            // The pool sets it back.
            it.setNetworkTimeout(Runnable::run, 0);
            return null;
        });
    }

    List<Week> weeks() {
        return db.sql(WEEKS).query(String.class).list().stream()
                .map(Week::named)
                .toList();
    }

    Week thisWeek() {
        return Week.of(db.sql(NOW)
                .query((row, n) -> row.getObject(1, OffsetDateTime.class))
                .single()
                .toInstant());
    }

    /** Whether the default partition has changes of this week: then all of it goes there. */
    boolean isBegun(Week week) {
        return db.sql(IS_BEGUN)
                .param("from", Rows.parameter(week.begin()))
                .param("to", Rows.parameter(week.plus(1).begin()))
                .query(Boolean.class)
                .single();
    }

    void make(Week week) {
        var partition = week.partition();
        db.sql(CREATE.formatted(partition)).update();
        db.sql(ATTACH.formatted(partition, week.monday(), week.plus(1).monday()))
                .update();
    }

    Removed count(Week week) {
        return db.sql(COUNT_WEEK.formatted(week.partition()))
                .query((row, n) -> changes(row))
                .single();
    }

    void drop(Week week) {
        db.sql(DROP.formatted(week.partition())).update();
    }

    Removed deleteFromDefault(Instant before) {
        return db.sql(DELETE_FROM_DEFAULT)
                .param("before", Rows.parameter(before))
                .query((row, n) -> changes(row))
                .single();
    }

    Removed countDefault(Instant before) {
        return db.sql(COUNT_DEFAULT)
                .param("before", Rows.parameter(before))
                .query((row, n) -> changes(row))
                .single();
    }

    private static Removed changes(ResultSet row) throws SQLException {
        return Removed.of("changes", row.getLong("things"), Rows.instant(row, "oldest"), Rows.instant(row, "newest"));
    }
}
