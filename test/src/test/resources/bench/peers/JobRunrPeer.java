import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr's open edition. It refuses to poll more often than every five seconds. Started as a source file. */
public class JobRunrPeer {

    private static final AtomicInteger handled = new AtomicInteger();
    private static final Set<Integer> seen = ConcurrentHashMap.newKeySet();
    private static volatile CountDownLatch over = new CountDownLatch(0);

    public static void noop(Integer id) {
        handled.incrementAndGet();
        seen.add(id);
        over.countDown();
    }

    public static void main(String[] args) throws Exception {
        var database = new HikariDataSource();
        database.setJdbcUrl(args[0]);
        database.setUsername(args[1]);
        database.setPassword(args[2]);
        database.setMaximumPoolSize(30);
        database.setMinimumIdle(1);
        database.setIdleTimeout(10_000);
        var settings = BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andPollInterval(Duration.ofSeconds(5))
                .andWorkerCount(64);
        var runner = JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database))
                .useBackgroundJobServer(settings, false)
                .initialize();
        var server = JobRunr.getBackgroundJobServer();
        var started = false;
        System.out.println("{\"ready\":true}");
        var orders = new Scanner(System.in);
        while (orders.hasNextLine()) {
            var order = orders.nextLine().split(" ");
            switch (order[0]) {
                case "fill" -> {
                    if (started) {
                        server.pauseProcessing();
                    }
                    execute(database, "truncate jobrunr_jobs");
                    runner.getJobScheduler()
                            .enqueue(IntStream.range(0, Integer.parseInt(order[1])).boxed(), (Integer id) -> noop(id));
                    execute(database, "vacuum analyze jobrunr_jobs");
                    execute(database, "checkpoint");
                    System.out.println("{\"filled\":true}");
                }
                case "run" -> {
                    var jobs = Integer.parseInt(order[1]);
                    handled.set(0);
                    seen.clear();
                    over = new CountDownLatch(jobs);
                    System.out.println("{\"begin\":true}");
                    var begin = System.nanoTime();
                    if (started) {
                        server.resumeProcessing();
                    } else {
                        server.start();
                        started = true;
                    }
                    over.await();
                    while (left(database) > 0) {
                        Thread.sleep(5); // the last rows are written
                    }
                    System.out.printf("{\"jobs\":%d,\"seconds\":%.6f}%n", jobs, (System.nanoTime() - begin) / 1e9);
                    database.getHikariPoolMXBean().softEvictConnections(); // the others need connections, too
                }
                default ->
                    System.out.printf(
                            "{\"handled\":%d,\"distinct\":%d,\"left\":%d}%n", handled.get(), seen.size(), left(database));
            }
        }
        System.exit(0);
    }

    private static long left(HikariDataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from jobrunr_jobs where state <> 'SUCCEEDED'")) {
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
