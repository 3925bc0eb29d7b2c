package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.listed;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import java.util.stream.IntStream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.FanOut;
import org.freshet.protocol.JobState;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.workflow.WorkflowCheck;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vertices that run once for each item. */
@Timeout(120)
class ForeachIT extends ForeachFixture {

    @Test
    void makesAJobForEachItemOfTheText() {
        var workflow = flows.start("items", fan("[\"U\", \"V V\", 3]"));
        assertThat(flows.states(workflow))
                .containsOnlyKeys("split", "each", "each[0]", "each[1]", "each[2]", "merge")
                .containsEntry("each", JobState.TEMPLATE);
        assertThat(flows.detail(workflow).workflow().jobs()).isEqualTo(6);

        pilot.say(false, finished(claim(workflow, "split")));

        assertThat(flows.states(workflow))
                .containsEntry("each", JobState.FINISHED)
                .containsEntry("each[0]", JobState.DEFINED)
                .containsEntry("each[2]", JobState.DEFINED)
                .containsEntry("merge", JobState.TEMPLATE);
        assertThat(job(workflow, "each[1]").env())
                .containsEntry("FRESHET_ITEM", "V V")
                .containsEntry("FRESHET_ITEM_INDEX", "1")
                .containsEntry("FRESHET_ITEM_COUNT", "3");
        pilot.say(false, finished(claim(workflow, "each[0]")));
        pilot.say(false, finished(claim(workflow, "each[1]")));
        assertThat(flows.states(workflow)).containsEntry("merge", JobState.TEMPLATE);
        pilot.say(false, finished(claim(workflow, "each[2]")));
        pilot.say(false, finished(claim(workflow, "merge")));
        assertThat(flows.detail(workflow).workflow()).satisfies(it -> {
            assertThat(it.state()).isEqualTo(WorkflowState.FINISHED);
            assertThat(it.message()).isEqualTo("6 FINISHED");
        });
    }

    @Test
    void givesEachItemAFileOfItsOwnAndTheChildTheDirectory() {
        var workflow = startToTheList("files");
        var list = claim(workflow, "each");
        var hits = directory(workflow, "each_merge").path();
        assertThat(list.fanOut()).isEqualTo(new FanOut("/data/*.adc", null, List.of(hits)));
        assertThat(list.payload()).contains("too old").doesNotContain("/bin/true");

        pilot.say(false, listed(list, List.of("/data/a.adc", "/data/b.adc")));

        var second = pilot.claim();
        assertThat(second.name()).isEqualTo("each[0]");
        assertThat(second.payload()).isEqualTo("/bin/true");
        assertThat(second.fanOut()).isEqualTo(new FanOut(null, null, List.of(hits)));
        assertThat(second.outputs()).containsExactly("$each_merge");
        assertThat(second.env())
                .containsEntry("FRESHET_ITEM", "/data/a.adc")
                .containsEntry("each_merge", hits + "/00000")
                .containsEntry("split_each", directory(workflow, "split_each").path());
        assertThat(job(workflow, "merge").env()).containsEntry("each_merge", hits);
        var files = datasets(workflow).stream()
                .filter(it -> it.path().startsWith(hits + "/"))
                .toList();
        assertThat(files).extracting(DatasetView::path).containsExactly(hits + "/00000", hits + "/00001");
        assertThat(files).extracting(DatasetView::source).containsExactly("each[0]", "each[1]");
        assertThat(files).extracting(DatasetView::target).containsOnly("merge");
        assertThat(directory(workflow, "each_merge").state()).isEqualTo(DatasetState.WRITTEN);
        pilot.say(false, finished(second));
        assertThat(datasets(workflow))
                .filteredOn(it -> it.path().startsWith(hits + "/"))
                .extracting(DatasetView::state)
                .containsExactly(DatasetState.WRITTEN, DatasetState.DEFINED);
    }

    @ParameterizedTest
    @CsvSource({"sticky, each-merge, .txt", "inherit:run7, run7:named:each:each_merge, ''"})
    void namesDirectoriesAsThePolicySays(String policy, String directory, String ending) {
        var workflow = flows.start("named", fan("[\"U\"]"), "\"files\": \"" + policy + "\"");

        var hits = directory(workflow, "each_merge").path();

        assertThat(hits).endsWith("/data/" + directory);
        assertThat(job(workflow, "each[0]").env()).containsEntry("each_merge", hits + "/00000" + ending);
        assertThat(job(workflow, "merge").env()).containsEntry("each_merge", hits);
    }

    @Test
    void readsTheListFromTheFileOfAParent() {
        var workflow = flows.start("output", fan("output:split_each"));
        pilot.say(false, finished(claim(workflow, "split")));

        var list = claim(workflow, "each");

        assertThat(list.fanOut().file())
                .isEqualTo(directory(workflow, "split_each").path());
        assertThat(list.fanOut().glob()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void letsTheChildGoAfterAnyNumberOfItems(int number) {
        var workflow = startToTheList("number" + number);
        var items = IntStream.range(0, number).mapToObj(it -> "item " + it).toList();

        pilot.say(false, listed(claim(workflow, "each"), items));

        assertThat(flows.detail(workflow).workflow().jobs()).isEqualTo(3 + number);
        assertThat(flows.states(workflow))
                .hasSize(3 + number)
                .containsEntry("merge", number == 0 ? JobState.DEFINED : JobState.TEMPLATE);
        assertThat(flows.contradictions()).isEmpty();
        var done = pilot.runAll();
        assertThat(done).hasSize(number + 1);
        assertThat(done.getLast().name()).isEqualTo("merge");
        assertThat(done.stream().limit(number).map(it -> it.env().get("FRESHET_ITEM")))
                .containsExactlyElementsOf(items);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void takesTheLateItemsOfTheLatestAttempt() {
        var workflow = startToTheList("late");
        var lost = claim(workflow, "each");
        pilot.say(false, started(lost));
        lose(pilot);

        assertThat(pilot.report(listed(lost, List.of("a")))).isEqualTo(Outcome.APPLIED);

        assertThat(flows.states(workflow))
                .containsEntry("each", JobState.FINISHED)
                .containsEntry("each[0]", JobState.DEFINED);
    }

    @Test
    void goesOnWhenAListThatFailedIsTriedAgain() {
        var workflow = startToTheList("listagain");
        pilot.say(false, failed(claim(workflow, "each"), 1));
        assertThat(flows.states(workflow)).hasSize(3).containsEntry("merge", JobState.SKIPPED);

        flows.change(workflow, "rerun");
        pilot.say(false, listed(claim(workflow, "each"), List.of("a")));

        assertThat(pilot.runAll()).extracting(Assignment::name).containsExactly("each[0]", "merge");
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void triesAgainOnlyTheItemsThatFailed() {
        var workflow = startToTheList("rerun");
        pilot.say(false, listed(claim(workflow, "each"), List.of("a", "b", "c")));
        pilot.say(false, finished(claim(workflow, "each[0]")));
        pilot.say(false, failed(claim(workflow, "each[1]"), 1));
        assertThat(flows.states(workflow)).containsEntry("merge", JobState.SKIPPED);
        pilot.say(false, finished(claim(workflow, "each[2]")));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);

        flows.change(workflow, "rerun");

        assertThat(pilot.runAll()).extracting(Assignment::name).containsExactly("each[1]", "merge");
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
        assertThat(flows.states(workflow)).hasSize(6);
    }

    @Test
    void cancelsTheOtherItemsIfThePolicyIsStop() {
        var workflow = startToTheList("stopitems", "\"failurePolicy\": \"stop\"");
        pilot.say(false, listed(claim(workflow, "each"), List.of("a", "b", "c")));

        pilot.say(false, failed(claim(workflow, "each[0]"), 1));

        assertThat(flows.states(workflow))
                .containsEntry("each[1]", JobState.CANCELLED)
                .containsEntry("merge", JobState.SKIPPED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void makesItemsThatRunOnlyAfterARerunIfTheWorkflowWasStopped() {
        var workflow = flows.start(
                "stopped", DagSketch.of("a>b", "each>merge").foreach("each", GLOB), "\"failurePolicy\": \"stop\"");
        var other = ScriptedPilot.register(server);
        var first = pilot.claim();
        var second = other.claim();
        var list = first.fanOut() == null ? second : first;
        other.say(false, started(second));
        (first == list ? other : pilot).say(false, failed(first == list ? second : first, 1));

        (first == list ? pilot : other).say(false, listed(list, List.of("x", "y")));

        assertThat(flows.states(workflow))
                .containsEntry("each", JobState.FINISHED)
                .containsEntry("each[0]", JobState.CANCELLED)
                .containsEntry("each[1]", JobState.CANCELLED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
        flows.change(workflow, "rerun");
        assertThat(pilot.runAll())
                .extracting(Assignment::name)
                .containsExactlyInAnyOrder("a", "b", "each[0]", "each[1]", "merge");
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void holdsItemsThatAreListedWhileTheWorkflowIsPaused() {
        var workflow = startToTheList("paused");
        var list = claim(workflow, "each");
        flows.change(workflow, "pause");

        pilot.say(false, listed(list, List.of("a")));

        assertThat(flows.states(workflow)).containsEntry("each[0]", JobState.TEMPLATE);
        flows.change(workflow, "resume");
        assertThat(pilot.runAll()).extracting(Assignment::name).containsExactly("each[0]", "merge");
    }

    @Test
    void passesDirectoriesOnToVerticesThatFanOutThemselvesOrRunNothing() {
        var dag = DagSketch.of("first>second", "second>noop")
                .foreach("first", "[\"U\", \"V\"]")
                .foreach("second", GLOB);
        var workflow = flows.start("twice", dag);
        pilot.say(false, finished(claim(workflow, "first[0]")));
        assertThat(flows.states(workflow)).containsEntry("second", JobState.TEMPLATE);
        pilot.say(false, finished(claim(workflow, "first[1]")));

        var list = claim(workflow, "second");
        pilot.say(false, listed(list, List.of("a", "b")));
        var item = claim(workflow, "second[0]");

        var directory = directory(workflow, "first_second").path();
        assertThat(list.env()).containsEntry("first_second", directory);
        assertThat(item.env()).containsEntry("first_second", directory);
        pilot.say(false, finished(item));
        assertThat(flows.states(workflow)).containsEntry("noop", JobState.TEMPLATE);
        pilot.say(false, finished(claim(workflow, "second[1]")));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void runsItemsAsTheVertexIsDescribed() {
        var workflow = flows.start(
                "described",
                fan(GLOB),
                "\"usefulFor\": 3600",
                "\"run\": 1837",
                "\"jobs\": {\"each\": {\"env\": {\"LEVEL\": \"3\"}, \"priority\": 5, \"timelimit\": 77, \"jobtype\": \"fan\"}}");
        pilot.say(false, finished(claim(workflow, "split")));
        pilot.say(false, listed(claim(workflow, "each"), List.of("a")));

        var vertex = job(workflow, "each");
        var item = job(workflow, "each[0]");

        assertThat(item.env()).containsEntry("LEVEL", "3");
        assertThat(item.timelimit()).isEqualTo(77);
        assertThat(item.usefulUntil()).isNotNull();
        var columns = "jobtype, requirement_id, priority, owner, payload, time_limit_s, retries, max_losses, exclusive,"
                + " no_retry_exit_codes, outputs, loose_outputs, data_time, useful_until, run, subrun, metadata, workflow_id";
        assertThat(server.db()
                        .sql("select count(distinct (" + columns + ")) from job where id in (:vertex, :item)")
                        .param("vertex", vertex.id().value())
                        .param("item", item.id().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void endsItemsWithTheirWorkflow() {
        var workflow = startToTheList("cancelled");
        pilot.say(false, listed(claim(workflow, "each"), List.of("a", "b")));

        flows.change(workflow, "cancel");

        assertThat(flows.states(workflow))
                .containsEntry("each[0]", JobState.CANCELLED)
                .containsEntry("each[1]", JobState.CANCELLED);
        var deleted = api.delete("/api/v1/workflows/" + workflow);
        assertThat(deleted.status()).as(deleted.body()).isIn(200, 204);
        assertThat(flows.states(workflow)).isEmpty();
    }

    @Test
    void leavesNothingForTheSweepToMakeUpFor() {
        var workflow = startToTheList("swept");
        pilot.say(false, listed(claim(workflow, "each"), List.of("a", "b")));
        pilot.say(false, finished(claim(workflow, "each[0]")));
        var before = flows.states(workflow);
        server.db()
                .sql("update workflow set checked_at = now() - interval '1 hour'")
                .update();

        assertThat(server.part(WorkflowCheck.class).sweep()).isZero();

        assertThat(flows.states(workflow)).isEqualTo(before);
    }

    @Test
    void saysOfAVertexWithItemsThatTheyHaveJobs() {
        var workflow = flows.start("words", fan("[\"U\"]"));

        pilot.say(false, finished(claim(workflow, "split")));

        assertThat(job(workflow, "each").message()).isEqualTo("its items have jobs of their own");
    }
}
