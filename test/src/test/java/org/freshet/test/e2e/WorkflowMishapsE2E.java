package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.WorkflowDetail;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowStarted;
import org.freshet.protocol.WorkflowState;
import org.freshet.test.support.Installation;
import org.freshet.test.support.Marks;
import org.freshet.test.support.Marks.Mark;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workflows whose pilots, server or payloads come to grief, judged by the marks that the payloads leave. */
@Timeout(600)
class WorkflowMishapsE2E {

    private static final int PILOTS = 4;
    private static final int KILLS = 8;

    private static Installation installation;
    private static Marks marks;
    private static RunningServer server;

    private final long seed = Long.getLong("mishaps.seed", new Random().nextInt(1_000_000));

    @BeforeAll
    static void start() {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", Integer.toString(PILOTS)));
        marks = new Marks(installation.directory().resolve("marks"));
        server = RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void startsEachJoinOnceAfterBothBranchesThoughPilotsAreKilled() throws SQLException {
        load("slow-diamond", diamond("0.8"));
        var workflows = startMany("slow-diamond", 20);
        var dice = new Random(seed);
        System.err.println("The seed of the kills is " + seed + "; repeat with -Dmishaps.seed=" + seed);

        for (int kills = 0; kills < KILLS; kills++) {
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(200 + dice.nextInt(600)))
                    .until(() -> true);
            killOneOf(dice);
        }

        awaitEnd(workflows);
        assertThat(text("select count(*) from attempt where result = 'PILOT_LOST'"))
                .as("seed " + seed)
                .isNotEqualTo("0");
        assertRunInOrder(workflows);
    }

    @Test
    void endsAllWorkflowsThoughTheServerIsKilled() throws SQLException {
        load("diamond", diamond("0.1"));
        var before = marks.of("end").size();
        var workflows = startMany("diamond", 50);

        for (var share : List.of(0.2, 0.6)) {
            server.await(
                    share + " of the payloads have ended",
                    () -> marks.of("end").size() - before > share * 4 * workflows.size());
            server.command().process().destroyForcibly();
            server.command().ended(Duration.ofSeconds(10));
            server = RunningServer.start(installation);
        }

        awaitEnd(workflows);
        assertRunInOrder(workflows);
    }

    @Test
    void rerunsOnlyWhatFailedOnceTheCauseIsMended() throws SQLException {
        var cause = installation.directory().resolve("calibration");
        load("mended", """
                %s
                %s
                %s
                %s
                <edge source="root" target="bad"/><edge source="root" target="good"/><edge source="bad" target="below"/>
                """.formatted(
                        vertex("root", "mark begin"),
                        vertex("bad", "mark begin; cat " + cause),
                        vertex("good", "mark begin"),
                        vertex("below", "mark begin")));

        var started = installation.run("bin/freshet workflow start mended --wait");
        var workflow = new WorkflowId(Long.parseLong(text("select max(id) from workflow")));
        var before = states(workflow);
        installation.write("calibration", "1.0");
        var rerun = installation.run("bin/freshet workflow rerun " + workflow);
        awaitEnd(List.of(workflow));

        assertThat(started.exitCode()).as(started.toString()).isEqualTo(1);
        assertThat(before)
                .isEqualTo(Map.of(
                        "root",
                        JobState.FINISHED,
                        "bad",
                        JobState.FAILED,
                        "good",
                        JobState.FINISHED,
                        "below",
                        JobState.SKIPPED));
        rerun.successful();
        assertThat(states(workflow).values()).containsOnly(JobState.FINISHED);
        var runs = new TreeMap<String, Integer>();
        var vertices =
                jobs(workflow).stream().collect(Collectors.toMap(it -> it.id().value(), JobView::vertex));
        marks.all().stream()
                .filter(it -> vertices.containsKey(it.job()))
                .forEach(it -> runs.merge(vertices.get(it.job()), 1, Integer::sum));
        assertThat(runs).isEqualTo(Map.of("root", 1, "bad", 2, "good", 1, "below", 1));
    }

    /** One branch takes so many seconds. */
    private static String diamond(String slow) {
        return vertex("make", "mark begin; mark end") + vertex("slow", "mark begin; sleep " + slow + "; mark end")
                + vertex("quick", "mark begin; mark end") + vertex("join", "mark begin; sleep 0.1; mark end") + """
                <edge source="make" target="slow"/><edge source="make" target="quick"/>
                <edge source="slow" target="join"/><edge source="quick" target="join"/>
                """;
    }

    /** @param payload for a shell */
    private static String vertex(String id, String payload) {
        return "<node id=\"%s\"><data key=\"p\"><![CDATA[%s]]></data></node>%n".formatted(id, Marks.FUNCTION + payload);
    }

    private static void load(String name, String graph) {
        var file = installation.write(name + ".graphml", """
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
                <key id="p" for="node" attr.name="payload"/>
                <key id="j" for="node" attr.name="jobtype"><default>flow</default></key>
                <key id="e" for="node" attr.name="env"><default>{"P3S_EXECMODE": "1", "MARKS": "%s"}</default></key>
                <graph edgedefault="directed">
                %s</graph></graphml>
                """.formatted(marks.file(), graph));
        installation.run("bin/freshet dag load " + file).successful();
    }

    private static List<WorkflowId> startMany(String dag, int count) {
        var started = new ArrayList<WorkflowId>();
        for (int n = 0; n < count; n++) {
            started.add(server.api()
                    .post("/api/v1/workflows", "{\"dag\": \"" + dag + "\"}")
                    .as(WorkflowStarted.class)
                    .workflow()
                    .id());
        }
        return started;
    }

    /** Kills a pilot that has a job now, if there is one. */
    private static void killOneOf(Random dice) {
        var running = server.api().jobs("?state=dispatched,running");
        if (!running.isEmpty()) {
            var pilot = server.api()
                    .get("/api/v1/pilots/"
                            + running.get(dice.nextInt(running.size())).pilot())
                    .as(PilotDetail.class)
                    .pilot();
            ProcessHandle.of(pilot.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void awaitEnd(List<WorkflowId> workflows) {
        server.await(
                "all workflows have ended",
                () -> workflows.stream().allMatch(it -> state(it).isFinal()));
    }

    private static WorkflowState state(WorkflowId workflow) {
        return server.api()
                .get("/api/v1/workflows/" + workflow)
                .as(WorkflowDetail.class)
                .workflow()
                .state();
    }

    private static List<JobView> jobs(WorkflowId workflow) {
        return server.api().jobs("?workflow=" + workflow);
    }

    private static Map<String, JobState> states(WorkflowId workflow) {
        return jobs(workflow).stream().collect(Collectors.toMap(JobView::vertex, JobView::state));
    }

    /** All are FINISHED, each payload that counts ran once to its end, and no join began before both branches had ended. */
    private static void assertRunInOrder(List<WorkflowId> workflows) throws SQLException {
        var said = marks.all();
        for (var workflow : workflows) {
            assertThat(states(workflow))
                    .as("workflow %s", workflow)
                    .hasSize(4)
                    .values()
                    .containsOnly(JobState.FINISHED);
            assertThat(state(workflow)).isEqualTo(WorkflowState.FINISHED);
            var place = new TreeMap<String, Integer>();
            for (var job : jobs(workflow)) {
                var begins = places(said, job, "begin");
                var ends = places(said, job, "end");
                place.put(
                        job.vertex() + " first begin",
                        begins.values().stream().min(Integer::compare).orElseThrow());
                place.put(job.vertex() + " end", ends.get(job.attempt()));
            }
            for (var order : List.of("make>slow", "make>quick", "slow>join", "quick>join")) {
                var ends = order.split(">");
                assertThat(place.get(ends[1] + " first begin"))
                        .as("%s in workflow %s: %s", order, workflow, place)
                        .isGreaterThan(place.get(ends[0] + " end"));
            }
        }
        assertThat(text("""
                select count(*)
                from job j
                where j.workflow_id is not null and j.state = 'FINISHED'
                  and (select count(*) from attempt where job_id = j.id and result = 'FINISHED') <> 1
                """)).isEqualTo("0");
    }

    /** Where a job's attempts left this mark; each did once at most. */
    private static Map<Integer, Integer> places(List<Mark> said, JobView job, String word) {
        var places = new TreeMap<Integer, Integer>();
        for (int n = 0; n < said.size(); n++) {
            var mark = said.get(n);
            if (mark.job() == job.id().value() && mark.word().equals(word)) {
                assertThat(places.put(mark.attempt(), n))
                        .as("second %s of attempt %s", mark, mark.attempt())
                        .isNull();
            }
        }
        return places;
    }

    private static String text(String sql) throws SQLException {
        try (var connection = server.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
