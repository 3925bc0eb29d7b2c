package org.freshet.test.bench.dispatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.freshet.test.bench.Watch;
import org.freshet.test.support.TestDatabase;

/**
 * The three transitions as bare statements on Freshet's tables, one transaction each, with history and nothing else: no pilots'
 * books, no limits, no matching, no check of what a report says. One job a statement is the floor, many are the ceiling.
 */
final class RawSql implements Contestant {

    static final String FLOOR = "raw SQL, a job a statement";
    static final String CEILING = "raw SQL, 500 jobs a statement";

    private static final String CLAIM = """
            with chosen as (
              select job_id from ready
              where class_id = (select id from requirement where jobtype = 'bench')
              order by priority desc, seq
              limit ?
              for update skip locked
            ), taken as (
              delete from ready where job_id = any(array(select job_id from chosen)) returning job_id
            ), moved as (
              update job
              set state = 'DISPATCHED', attempt = attempt + 1, pilot_id = ? + t.n, dispatched_at = now()
              from (select job_id, row_number() over () as n from taken) t
              where id = any(array[t.job_id])
              returning id, attempt, pilot_id, jobtype
            ), tried as (
              insert into attempt (job_id, attempt, pilot_id, site, jobtype) select id, attempt, pilot_id, 'local', jobtype from moved
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, attempt)
              select 'job', id, 'DEFINED', 'DISPATCHED', 'pilot ' || pilot_id, attempt from moved
            )
            select id from moved
            """;

    private static final String START = """
            with moved as (
              update job set state = 'RUNNING', started_at = now()
              where id = any(?) and state in ('DISPATCHED')
              returning id, attempt, pilot_id
            ), marked as (
              update attempt a set started_at = now(), confirmed = true
              from moved m where a.job_id = any(array[m.id]) and a.attempt = m.attempt
            )
            insert into event (entity, entity_id, from_state, to_state, actor, attempt)
            select 'job', id, 'DISPATCHED', 'RUNNING', 'pilot ' || pilot_id, attempt from moved
            """;

    private static final String FINISH = """
            with moved as (
              update job set state = 'FINISHED', ended_at = now(), exit_code = 0
              where id = any(?) and state in ('RUNNING')
              returning id, attempt, pilot_id
            ), marked as (
              update attempt a set live = false, result = 'FINISHED', ended_at = now(), exit_code = 0
              from moved m where a.job_id = any(array[m.id]) and a.attempt = m.attempt
            )
            insert into event (entity, entity_id, from_state, to_state, actor, attempt)
            select 'job', id, 'RUNNING', 'FINISHED', 'pilot ' || pilot_id, attempt from moved
            """;

    private final String name;
    private final int batch;
    private final int lanes;
    private final int guess;
    private final BenchPostgres postgres;
    private final TestDatabase database;
    private final JobTables tables;
    private final List<Connection> connections = new ArrayList<>();

    private RawSql(BenchPostgres postgres, String name, String database, int batch, int lanes, int guess)
            throws SQLException {
        this.name = name;
        this.batch = batch;
        this.lanes = lanes;
        this.guess = guess;
        this.postgres = postgres;
        this.database = postgres.createOurs(database);
        this.tables = new JobTables(this.database);
    }

    static RawSql floor(BenchPostgres postgres) throws SQLException {
        return new RawSql(postgres, FLOOR, "raw_floor", 1, 16, 2000);
    }

    static RawSql ceiling(BenchPostgres postgres) throws SQLException {
        return new RawSql(postgres, CEILING, "raw_ceiling", 500, 2, 20_000);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String does() {
        return lanes + " connections; 3 transitions, history; 3 commits for "
                + (batch == 1 ? "a job" : batch + " jobs");
    }

    @Override
    public int guess() {
        return guess;
    }

    @Override
    public void prepare(int jobs) throws SQLException {
        tables.refill(jobs);
        while (connections.size() < lanes) {
            connections.add(BenchPostgres.connect(database));
        }
    }

    @Override
    public Run run(int jobs) throws Exception {
        var self = ProcessHandle.current().pid();
        var own = Watch.ownProcessorMillis(self);
        var before = postgres.processorMillis();
        var begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(lanes)) {
            var work = new ArrayList<Callable<Object>>();
            for (int lane = 0; lane < lanes; lane++) {
                var pilot = (lane + 1) * 1_000_000L;
                var connection = connections.get(lane);
                work.add(Executors.callable(() -> drain(connection, pilot)));
            }
            for (var lane : threads.invokeAll(work)) {
                lane.get();
            }
        }
        return new Run(
                jobs,
                (System.nanoTime() - begin) / 1e9,
                (Watch.ownProcessorMillis(self) - own) / 1000,
                0,
                (postgres.processorMillis() - before) / 1000,
                Watch.residentMb(self),
                List.of());
    }

    private void drain(Connection connection, long pilot) {
        try (var claim = connection.prepareStatement(CLAIM);
                var start = connection.prepareStatement(START);
                var finish = connection.prepareStatement(FINISH)) {
            claim.setInt(1, batch);
            claim.setLong(2, pilot);
            while (true) {
                var ids = new ArrayList<Long>();
                try (var rows = claim.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                }
                if (ids.isEmpty()) {
                    return;
                }
                var array = connection.createArrayOf("bigint", ids.toArray());
                start.setArray(1, array);
                start.executeUpdate();
                finish.setArray(1, array);
                finish.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void check(int jobs) throws SQLException {
        close(); // the others need connections, too
        tables.check(name, jobs);
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
        connections.clear();
    }
}
