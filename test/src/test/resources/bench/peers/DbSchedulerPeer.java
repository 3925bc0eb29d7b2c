import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** db-scheduler by lock-and-fetch, which its documentation recommends for throughput. Started as a source file. */
class DbSchedulerPeer {

    private static final int THREADS = 50;
    private static final int CONNECTIONS = 40;

    // Its own schema for PostgreSQL.
    private static final String TABLE = """
            create table scheduled_tasks (
              task_name text not null, task_instance text not null, task_data bytea, execution_time timestamptz not null,
              picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz, consecutive_failures int,
              last_heartbeat timestamptz, version bigint not null, priority smallint, state text, state_changed_at timestamptz,
              created_at timestamptz default now(),
              primary key (task_name, task_instance));
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            create index priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc)
            """;

    private static final AtomicInteger handled = new AtomicInteger();
    private static final Set<String> seen = ConcurrentHashMap.newKeySet();
    private static volatile CountDownLatch over = new CountDownLatch(0);

    static void main(String[] args) throws Exception {
        var database = new HikariDataSource();
        database.setJdbcUrl(args[0]);
        database.setUsername(args[1]);
        database.setPassword(args[2]);
        database.setMaximumPoolSize(CONNECTIONS);
        database.setMinimumIdle(1);
        database.setIdleTimeout(10_000);
        execute(database, TABLE);
        OneTimeTask<Void> task = Tasks.oneTime("noop", Void.class).execute((instance, context) -> {
            handled.incrementAndGet();
            seen.add(instance.getId());
            over.countDown();
        });
        System.out.println("{\"ready\":true}");
        var orders = new Scanner(System.in);
        while (orders.hasNextLine()) {
            var order = orders.nextLine().split(" ");
            switch (order[0]) {
                case "fill" -> fill(database, Integer.parseInt(order[1]));
                case "run" -> run(database, task, Integer.parseInt(order[1]));
                default ->
                    System.out.printf(
                            "{\"handled\":%d,\"distinct\":%d,\"left\":%d}%n", handled.get(), seen.size(), left(database));
            }
        }
        System.exit(0);
    }

    private static void fill(HikariDataSource database, int jobs) throws SQLException {
        execute(database, "truncate scheduled_tasks");
        execute(
                database,
                "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                        + " select 'noop', n::text, now() - interval '1 min', false, 1 from generate_series(1, " + jobs + ") n");
        execute(database, "vacuum analyze scheduled_tasks");
        execute(database, "checkpoint");
        System.out.println("{\"filled\":true}");
    }

    private static void run(HikariDataSource database, OneTimeTask<Void> task, int jobs) throws Exception {
        handled.set(0);
        seen.clear();
        over = new CountDownLatch(jobs);
        var scheduler = Scheduler.create(database, task)
                .threads(THREADS)
                .pollingInterval(Duration.ofMillis(100))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .pollUsingLockAndFetch(0.5, 1.0)
                .build();
        System.out.println("{\"begin\":true}");
        var begin = System.nanoTime();
        scheduler.start();
        over.await();
        while (left(database) > 0) {
            Thread.sleep(1); // the last rows are deleted
        }
        System.out.printf("{\"jobs\":%d,\"seconds\":%.6f}%n", jobs, (System.nanoTime() - begin) / 1e9);
        scheduler.stop();
        database.getHikariPoolMXBean().softEvictConnections(); // the others need connections, too
    }

    private static long left(HikariDataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from scheduled_tasks")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(HikariDataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
