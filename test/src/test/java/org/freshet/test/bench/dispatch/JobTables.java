package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.server.dispatch.ReadyHintSql;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Secret;
import org.freshet.test.support.TestDatabase;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Freshet's tables, filled and checked by SQL. */
final class JobTables {

    private static final String TYPE = "insert into job_type (name) values ('bench') on conflict do nothing";

    // Its pilots are nobody's to count and to start, as those of a batch system are between two calculations.
    private static final String SITE = """
            insert into site (name, batch, cap, secret_hash) values ('bench', 'NONE', 0, sha256('none'))
            on conflict do nothing
            """;

    private static final String REQUIREMENT = """
            insert into requirement (jobtype, cores, memory_mb, disk_mb, tags, time_limit_s)
            values ('bench', 1, 0, 0, '{}', 3600)
            on conflict do nothing
            """;

    private static final String JOBS = """
            with added as (
              insert into job (name, jobtype, requirement_id, state, owner, payload, env, time_limit_s)
              select 'no-op ' || n, 'bench', q.id, 'DEFINED', 'bench', '/bin/true', '{}', 3600
              from (select min(id) as id from requirement where jobtype = 'bench') q
              cross join generate_series(1, :jobs) n
              returning id, requirement_id, priority
            ), queued as (
              insert into ready (class_id, priority, seq, job_id) select requirement_id, priority, id, id from added
            )
            insert into event (entity, entity_id, to_state, actor, reason)
            select 'job', id, 'DEFINED', 'user bench', 'submitted' from added
            """;

    private static final String PILOTS = """
            insert into pilot (site, state, nonce, token_hash, host, memory_mb, disk_mb, registered_at, last_seen_at, lease_until, ends_at)
            select 'bench', 'IDLE', gen_random_uuid(), decode(hash, 'hex'), 'host' || n % 100, 2000, 20000, now(), now(), now() + interval '1 h', now() + interval '1 d'
            from unnest(:hashes) with ordinality as token(hash, n)
            order by n
            returning id
            """;

    // Rows that differ from what a no-op job leaves behind, wherever they are.
    private static final String GATE = """
            select 'jobs not FINISHED with one attempt' as what, count(*) as n
            from job where jobtype = 'bench' and (state <> 'FINISHED' or attempt <> 1)
            union all
            select 'jobs less or more than there were', abs(count(*) - :jobs) from job where jobtype = 'bench'
            union all
            select 'attempts that did not finish', count(*)
            from attempt where live or result is distinct from 'FINISHED' or started_at is null
            union all
            select 'attempts less or more than jobs', abs(count(*) - :jobs) from attempt
            union all
            select 'jobs still in the queue', count(*) from ready
            union all
            select 'jobs without a complete history', :jobs - count(*)
            from (
              select entity_id
              from event
              where entity = 'job'
              group by entity_id
              having array_agg(coalesce(from_state, '') || '>' || to_state order by from_state collate "C" nulls first)
                = array['>DEFINED', 'DEFINED>DISPATCHED', 'DISPATCHED>RUNNING', 'RUNNING>FINISHED']
            ) complete
            """;

    private final JdbcClient db;

    JobTables(TestDatabase database) {
        db = JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        db.sql(TYPE).update();
        db.sql(SITE).update();
        db.sql(REQUIREMENT).update();
    }

    JdbcClient db() {
        return db;
    }

    /** Pilots as their registration leaves them, in a file for the generator: a line with id and token each. */
    Path pilots(int count, Path directory) throws IOException {
        var tokens = Stream.generate(Secret::random).limit(count).toList();
        var ids = db.sql(PILOTS)
                .param(
                        "hashes",
                        Columns.array("text", tokens, it -> HexFormat.of().formatHex(it.hash())))
                .query(Long.class)
                .list();
        var lines = IntStream.range(0, count)
                .mapToObj(n -> ids.get(n) + " " + tokens.get(n).text())
                .toList();
        return Files.write(Files.createTempFile(directory, "pilots", ""), lines);
    }

    /** These jobs and no others, in the queue. */
    void refill(int jobs) {
        empty();
        add(jobs);
        tidy();
    }

    /** As they are in a new installation: nothing knows how much they hold. */
    void empty() {
        try {
            db.sql("truncate job, attempt, event cascade").update();
        } catch (PessimisticLockingFailureException e) {
            // A sweep of a server was at work in the same tables, and reached for them in another order.
            db.sql("truncate job, attempt, event cascade").update();
        }
    }

    private void add(int jobs) {
        db.sql(JOBS).param("jobs", jobs).update();
    }

    /** More jobs in the queue, and a word to the servers, as a submission at another server does it. */
    static void addAndTell(Connection connection, int jobs) throws SQLException {
        try (var add = connection.prepareStatement(JOBS.replace(":jobs", "?"));
                var tell = connection.prepareStatement("select pg_notify(?, '')")) {
            add.setInt(1, jobs);
            add.executeUpdate();
            tell.setString(1, ReadyHintSql.CHANNEL);
            tell.execute();
        }
    }

    long finished() {
        return db.sql("select count(*) from attempt where result = 'FINISHED' and attempt = 1")
                .query(Long.class)
                .single();
    }

    /** Throws unless exactly so many more have finished, none of them twice. */
    void checkGrowth(String who, long before, long jobs) {
        var more = finished() - before;
        var twice = db.sql("select count(*) from job where attempt > 1")
                .query(Long.class)
                .single();
        if (more != jobs || twice != 0) {
            throw new IllegalStateException("No number of \"" + who + "\" counts: " + more + " more jobs finished, not "
                    + jobs + ", and " + twice + " had more than one attempt");
        }
    }

    void tidy() {
        db.sql("vacuum analyze").update();
        db.sql("checkpoint").update();
    }

    /** Throws if anything is other than after so many no-op jobs. */
    void check(String who, int jobs) {
        var wrong = db
                .sql(GATE)
                .param("jobs", jobs)
                .query((row, n) -> row.getLong("n") + " " + row.getString("what"))
                .list()
                .stream()
                .filter(it -> !it.startsWith("0 "))
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("No number of \"" + who + "\" counts: " + wrong + " of " + jobs + " jobs");
        }
    }
}
