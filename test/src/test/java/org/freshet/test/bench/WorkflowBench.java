package org.freshet.test.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Flows;
import org.freshet.test.support.JobText;
import org.freshet.test.support.TestDatabase;
import org.freshet.test.support.TestServer;

/**
 * Workflows from the call that makes them to the end of their last vertex, with simulated pilots and a PostgreSQL that keeps what it
 * is told, and the same jobs without dependencies, in turn. A number counts only if everything was run once and in order.
 */
final class WorkflowBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int LARGE = Integer.getInteger("bench.vertices", 10_000);
    private static final int SMALL = LARGE / 10;
    private static final int DIAMONDS = 100;
    private static final int WIDTH = Math.min(100, SMALL / 10);
    private static final int SEED = 4711;
    private static final int PILOTS = 32;

    private final TestServer server;
    private final Flows flows;
    private final ReleaseWatch releases;
    private final Fleet fleet;
    private final Runs chain = Runs.of(SMALL);
    private final Runs fan = Runs.of(SMALL + 2);
    private final Runs small = Runs.of(SMALL);
    private final Runs large = Runs.of(LARGE);
    private final Runs diamonds = Runs.of(4 * DIAMONDS);
    private final Runs loop = Runs.of(LARGE);

    private WorkflowBench(TestServer server, ReleaseWatch releases, Fleet fleet) {
        this.server = server;
        this.flows = new Flows(server);
        this.releases = releases;
        this.fleet = fleet;
    }

    /**
     * What was measured once.
     *
     * @param making seconds from the call that makes it to the answer
     * @param seconds from that call to the end of the last vertex
     * @param release milliseconds for one vertex, median
     */
    private record Run(double making, double seconds, double release) {}

    /** What was measured of one kind. */
    private record Runs(int vertices, List<Run> runs) {

        static Runs of(int vertices) {
            return new Runs(vertices, new ArrayList<>());
        }

        void note(int round, Run run) {
            if (round >= 0) {
                runs.add(run);
            }
        }

        double[] rate() {
            return runs.stream().mapToDouble(it -> vertices / it.seconds()).toArray();
        }

        double[] making() {
            return runs.stream().mapToDouble(Run::making).toArray();
        }

        double[] release() {
            return runs.stream().mapToDouble(Run::release).toArray();
        }
    }

    static List<Figure> run() throws Exception {
        var directory = Files.createTempDirectory("freshet-bench");
        var releases = new ReleaseWatch();
        try (var postgres = postgres(directory)) {
            var database = new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
            try (var server = TestServer.startWith(
                            releases,
                            database,
                            "freshet.sweep.enabled=true",
                            "freshet.database.connections=20",
                            // A vertex with a thousand edges has a thousand paths in its env, which has a limit.
                            "freshet.workflow.data-directory=/data");
                    var fleet = new Fleet(server, PILOTS)) {
                return new WorkflowBench(server, releases, fleet).figures();
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private static EmbeddedPostgres postgres(Path directory) {
        return EmbeddedPostgres.start(directory, PostgresOptions.keeping());
    }

    private List<Figure> figures() {
        load();
        var direct = withoutDependencies(large());
        for (int round = -1; round < ROUNDS; round++) { // the first one warms the virtual machine up
            chain.note(round, measure("chain", 1, chain.vertices()));
            fan.note(round, measure("fan", 1, fan.vertices()));
            small.note(round, measure("small", 1, small.vertices()));
            diamonds.note(round, measure("diamond", DIAMONDS, diamonds.vertices()));
            large.note(round, measure("large", 1, large.vertices()));
            loop.note(round, measureDirect(direct));
            System.err.println("Round " + (round + 1) + " of " + ROUNDS);
        }
        return List.of(
                rate("chain of " + SMALL, chain),
                rate("fan 1, " + SMALL + ", 1", fan),
                rate(DIAMONDS + " workflows of 4 vertices", diamonds),
                rate(SMALL + " vertices, " + 3 * SMALL + " edges", small),
                rate(LARGE + " vertices, " + 3 * LARGE + " edges", large),
                rate("the same " + LARGE + " jobs without edges", loop),
                Figure.median(
                        LARGE + " vertices: rate / that without edges",
                        "",
                        0.7,
                        true,
                        quotient(large.rate(), loop.rate())),
                Figure.median(
                        "time per vertex, " + LARGE + " / " + SMALL,
                        "",
                        1.2,
                        false,
                        quotient(small.rate(), large.rate())),
                Figure.median("making " + SMALL + " vertices", "s", 0.3, false, small.making()),
                Figure.median("making " + LARGE + " vertices", "s", 3, false, large.making()),
                Figure.median("release of one vertex, chain", "ms", 2, false, chain.release()),
                Figure.median("release of one vertex, " + LARGE, "ms", 2, false, large.release()));
    }

    /** Nobody set a goal for these: they are to be seen. */
    private static Figure rate(String what, Runs runs) {
        return Figure.median(what, "1/s", 0, true, runs.rate());
    }

    private static double[] quotient(double[] one, double[] other) {
        return IntStream.range(0, ROUNDS).mapToDouble(n -> one[n] / other[n]).toArray();
    }

    private void load() {
        flows.load("chain", DagSketch.chain(SMALL));
        flows.load("fan", DagSketch.fan(SMALL));
        flows.load("small", DagSketch.layered(new Random(SEED), SMALL, 3 * SMALL, WIDTH));
        flows.load("large", large());
        flows.load("diamond", DagSketch.diamond());
    }

    private static DagSketch large() {
        return DagSketch.layered(new Random(SEED), LARGE, 3 * LARGE, WIDTH);
    }

    /** Makes so many workflows of the DAG and runs them. */
    private Run measure(String dag, int workflows, int vertices) {
        var made = new ArrayList<WorkflowId>();
        var making = new AtomicLong();
        releases.forget();
        var seconds = fleet.seconds(vertices, () -> {
            var begin = System.nanoTime();
            for (int n = 0; n < workflows; n++) {
                made.add(flows.start(dag));
            }
            making.set(System.nanoTime() - begin);
        });
        var release = releases.medianMillis();
        made.forEach(this::check);
        return new Run(making.get() / 1e9, seconds, release);
    }

    private Run measureDirect(String jobs) {
        var seconds = fleet.seconds(LARGE, () -> server.api().submit(jobs));
        wrong(WRONG_WITHOUT_WORKFLOW, Map.of());
        return new Run(0, seconds, 0);
    }

    private void check(WorkflowId workflow) {
        if (flows.state(workflow) != WorkflowState.FINISHED) {
            throw new IllegalStateException("workflow " + workflow + " is " + flows.detail(workflow));
        }
        wrong(WRONG_IN_WORKFLOW, Map.of("workflow", workflow.value()));
    }

    private void wrong(String sql, Map<String, Long> parameters) {
        var found = server.db().sql(sql).params(parameters).query(String.class).list();
        if (!found.isEmpty()) {
            throw new IllegalStateException("no number counts: " + found);
        }
    }

    /** The jobs of the vertices with the variables and outputs that the edges would give them, as JSON. */
    private static String withoutDependencies(DagSketch dag) {
        var env = new TreeMap<String, Map<String, String>>();
        var outputs = new TreeMap<String, List<String>>();
        dag.vertices().forEach(it -> {
            env.put(it, new TreeMap<>());
            outputs.put(it, new ArrayList<>());
        });
        for (var edge : dag.edges()) {
            var tag = edge.parent() + "_" + edge.child();
            env.get(edge.parent()).put(tag, "/tmp/freshet-bench/data/" + tag);
            env.get(edge.child()).put(tag, "/tmp/freshet-bench/data/" + tag);
            outputs.get(edge.parent()).add("$" + tag);
        }
        var jobs = env.keySet().stream()
                .map(it -> JobText.aJob()
                        .with("name", it)
                        .ofType("flow")
                        .with("env", env.get(it))
                        .with("outputs", outputs.get(it))
                        .toString())
                .toList();
        return "[" + String.join(",\n", jobs) + "]";
    }

    private static final String WRONG_IN_WORKFLOW = """
            select 'vertex ' || j.vertex || ' is ' || j.state || ' with ' || a.accepted || ' of ' || a.attempts || ' attempts accepted'
            from job j
            cross join lateral (
              select count(*) as attempts, count(*) filter (where result = 'FINISHED') as accepted from attempt where job_id = j.id
            ) a
            where j.workflow_id = :workflow and (j.state <> 'FINISHED' or a.attempts <> 1 or a.accepted <> 1)
            union all
            select 'vertex ' || c.vertex || ' began at ' || a.dispatched_at || ', before the end of ' || p.vertex || ' at ' || p.ended_at
            from job c
            join vertex_parent v on v.child = c.id
            join job p on p.id = v.parent
            join attempt a on a.job_id = c.id
            where c.workflow_id = :workflow and a.dispatched_at < p.ended_at
            limit 10
            """;

    private static final String WRONG_WITHOUT_WORKFLOW = """
            select 'job ' || j.id || ' is ' || j.state
            from job j
            where j.workflow_id is null
              and (j.state <> 'FINISHED' or (select count(*) from attempt where job_id = j.id and result = 'FINISHED') <> 1)
            limit 10
            """;
}
