package org.freshet.test.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RawHttp;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.Statements;
import org.freshet.test.support.TestDatabase;
import org.freshet.test.support.TestServer;

/**
 * What every page costs, and what it costs to keep it up to date, with few and with many jobs in the database: time of the
 * server, statements, bytes; how much more many jobs cost than few; and 200 open overviews at once. All of it while 20 jobs
 * a second come and end.
 */
final class PagesBench {

    private static final int FEW = 100_000;
    private static final int MANY = Integer.getInteger("bench.scale", 5_000_000);
    private static final int WARM_UP = 10;
    private static final int TIMES = 40;
    private static final double GOAL_MS = 200;

    /** What these show is read once a second for all who look at them. */
    private static final Pattern SHARED = Pattern.compile("/(errors|grid)?|.*[?&]at=.*");

    /** Longer than that. */
    private static final Duration APART = Duration.ofMillis(1050);

    private static final Pattern LIVE = Pattern.compile("data-live-url=\"([^\"]*)\"");

    /** JOB and PILOT stand for ids, THEN for a moment some days ago. */
    private static final List<String> PAGES = List.of(
            "/",
            "/?at=THEN",
            "/jobs",
            "/jobs?at=THEN",
            "/jobs?at=THEN&state=FAILED",
            "/jobs?after=JOB",
            "/jobs?state=FAILED",
            "/jobs?state=RUNNING",
            "/jobs?type=reco",
            "/jobs?type=reco&state=FAILED&user=mara",
            "/jobs?run=1050",
            "/jobs?host=host42",
            "/jobs?name=run+1050",
            "/jobs?name=nowhere",
            "/jobs?q=pedestals",
            "/jobs?q=nowhere",
            "/jobs?state=FAILED&reason=EXIT_CODE&exit=65",
            "/jobs/JOB",
            "/workflows",
            "/datasets",
            "/dags",
            "/pilots",
            "/pilots/PILOT",
            "/pool",
            "/pool/local",
            "/errors",
            "/grid",
            "/hosts",
            "/hosts/host42",
            "/alarms",
            "/handover",
            "/audit",
            "/types",
            "/types/reco");

    private PagesBench() {}

    /**
     * What one page took.
     *
     * @param millis sorted
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cost(double[] millis, long bytes, long statements) {

        double quantile(double q) {
            return millis[(int) (q * (millis.length - 1))];
        }
    }

    static List<Figure> run() throws Exception {
        var figures = new ArrayList<Figure>();
        var few = measure(Math.min(FEW, MANY), figures);
        if (MANY > FEW) {
            var many = measure(MANY, figures);
            many.forEach((page, cost) -> {
                var before = few.get(page);
                if (before != null) {
                    figures.add(Figure.median(
                            page + ", p50 with " + words(MANY) + " jobs / with " + words(FEW),
                            "",
                            5,
                            false,
                            cost.quantile(0.5) / before.quantile(0.5)));
                }
            });
        }
        return figures;
    }

    private static SequencedMap<String, Cost> measure(int jobs, List<Figure> figures) throws Exception {
        try (var installation = Watch.installation(0)) {
            PagesFill.checkDisk(installation.directory(), jobs);
            try (var server = RunningServer.start(installation)) {
                System.err.println("Making " + words(jobs) + " jobs …");
                PagesFill.fill(server, jobs);
                try (var flow = JobFlow.begin(server)) {
                    var costs = costs(server);
                    flow.check();
                    costs.forEach((page, cost) -> figures.addAll(figures(page, words(jobs), cost)));
                    figures.addAll(OpenPages.measure(server, flow, words(jobs) + " jobs"));
                    return costs;
                }
            }
        }
    }

    private static List<Figure> figures(String page, String jobs, Cost cost) {
        var what = page + ", " + jobs + " jobs, ";
        return List.of(
                Figure.median(what + "p50", "ms", GOAL_MS, false, cost.quantile(0.5)),
                Figure.median(what + "p95", "ms", GOAL_MS, false, cost.quantile(0.95)),
                Figure.median(what + "statements", "", 20, false, cost.statements()),
                Figure.median(what + "size", "kB", 500, false, cost.bytes() / 1e3));
    }

    /** Each page, and after it the address by which it is kept up to date if that is another one. */
    private static SequencedMap<String, Cost> costs(RunningServer server) throws IOException, SQLException {
        var costs = new LinkedHashMap<String, Cost>();
        var statements = new Statements();
        var installation = server.installation();
        try (var counting = TestServer.startWith(statements, database(installation))) {
            var job = single(installation, "select max(id) / 2 from job");
            var pilot = single(installation, "select min(id) + 5 from pilot");
            var then = Instant.now()
                    .minus(3, ChronoUnit.DAYS)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            for (var page : PAGES) {
                // Each has a connection of its own: after an answer that took too long the rest of it may come.
                try (var connection = new RawHttp.Connection(server.url())) {
                    var path = page.replace("JOB", job).replace("PILOT", pilot).replace("THEN", then);
                    var first = get(connection, server, path);
                    if (first.status() != 200) {
                        System.err.println(page + " is left out: " + first.status());
                        continue;
                    }
                    costs.put(page, cost(connection, server, counting, statements, path));
                    var live = LIVE.matcher(first.body());
                    var refresh = live.find() ? live.group(1).replace("&amp;", "&") : path;
                    if (!refresh.equals(path)) {
                        costs.put(page + " (refresh)", cost(connection, server, counting, statements, refresh));
                    }
                } catch (IOException e) {
                    System.err.println(page + " is left out, it takes too long: " + e.getMessage());
                }
            }
        }
        return costs;
    }

    private static Cost cost(
            RawHttp.Connection connection,
            RunningServer server,
            TestServer counting,
            Statements statements,
            String path)
            throws IOException {
        var shared = SHARED.matcher(path).matches();
        var times = shared ? TIMES / 2 : TIMES;
        var millis = new double[times];
        var bytes = 0L;
        for (int n = -WARM_UP; n < times; n++) {
            if (shared) {
                LockSupport.parkNanos(APART.toNanos());
            }
            var begin = System.nanoTime();
            var answer = get(connection, server, path);
            if (n >= 0) {
                millis[n] = (System.nanoTime() - begin) / 1e6;
            }
            bytes = answer.body().length();
        }
        Arrays.sort(millis);
        return new Cost(millis, bytes, count(counting, statements, path));
    }

    /** Statements of the features; those that look up who asks do not count, as nobody is logged in. */
    private static long count(TestServer server, Statements statements, String path) {
        var fewest = Long.MAX_VALUE;
        for (int n = 0; n < 3; n++) { // something else may look into the database meanwhile
            LockSupport.parkNanos(APART.toNanos());
            var before = statements.count();
            new Api(server.url(), null).get(path);
            fewest = Math.min(fewest, statements.count() - before);
        }
        return fewest;
    }

    private static RawHttp.Answer get(RawHttp.Connection connection, RunningServer server, String path)
            throws IOException {
        var host = "Host: " + server.url().getAuthority();
        return connection.send(
                RawHttp.request("GET " + path + " HTTP/1.1", Stream.of(host, "Accept: text/html"), new byte[0]));
    }

    private static TestDatabase database(Installation installation) {
        return new TestDatabase(
                "jdbc:postgresql://127.0.0.1:" + installation.secret("pg.port") + "/freshet",
                "freshet",
                installation.secret("db.password"));
    }

    private static String single(Installation installation, String sql) throws SQLException {
        try (var connection = installation.database();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String words(int jobs) {
        return String.format(Locale.ROOT, "%,d", jobs);
    }
}
