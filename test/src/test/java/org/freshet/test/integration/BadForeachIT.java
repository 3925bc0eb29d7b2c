package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.listed;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import java.util.stream.IntStream;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.protocol.WorkflowState;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Items that nobody may list, and vertices that cannot have items: what is refused, ignored, or fails. */
@Timeout(120)
class BadForeachIT extends ForeachFixture {

    @Test
    void makesItemsOnceThoughTheyAreReportedAgain() {
        var workflow = startToTheList("again");
        var list = claim(workflow, "each");
        var report = pilot.next(false, listed(list, List.of("a", "b")));
        pilot.send(report);

        var same = pilot.send(report);
        var another = pilot.report(listed(list, List.of("a", "b", "c")));

        assertThat(same.outcomes().getFirst().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(another).isEqualTo(Outcome.DUPLICATE);
        assertThat(flows.states(workflow)).hasSize(5).doesNotContainKey("each[2]");
    }

    @Test
    void ignoresTheItemsOfAnAttemptThatWasGivenUp() {
        var workflow = startToTheList("fenced");
        var lost = claim(workflow, "each");
        pilot.say(false, started(lost));
        lose(pilot);
        var other = ScriptedPilot.register(server);
        var current = claim(other, workflow, "each");

        assertThat(pilot.report(listed(lost, List.of("old1", "old2", "old3")))).isEqualTo(Outcome.SUPERSEDED);
        assertThat(flows.states(workflow)).hasSize(3);
        assertThat(other.report(listed(current, List.of("new")))).isEqualTo(Outcome.APPLIED);

        assertThat(flows.states(workflow)).hasSize(4);
        assertThat(job(workflow, "each[0]").env()).containsEntry("FRESHET_ITEM", "new");
    }

    @Test
    void failsAListOfWhichNobodyKnowsTheItems() {
        var workflow = startToTheList("silent");

        pilot.say(false, finished(claim(workflow, "each")));

        assertThat(job(workflow, "each")).satisfies(it -> {
            assertThat(it.state()).isEqualTo(JobState.FAILED);
            assertThat(it.reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
            assertThat(it.message()).contains("did not say which items it found");
        });
        assertThat(flows.states(workflow)).containsEntry("merge", JobState.SKIPPED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void failsAListThatWouldMakeAWorkflowTooLarge() {
        var workflow = startToTheList("large");
        server.db()
                .sql("update workflow set jobs = 99999 where id = :id")
                .param("id", workflow.value())
                .update();

        pilot.say(false, listed(claim(workflow, "each"), List.of("a", "b")));

        assertThat(job(workflow, "each")).satisfies(it -> {
            assertThat(it.state()).isEqualTo(JobState.FAILED);
            assertThat(it.message()).contains("would have 100001 jobs, at most 100000");
        });
        assertThat(flows.states(workflow)).hasSize(3);
    }

    @Test
    void takesNoItemsOfAJobThatListsNone() {
        var workflow = flows.start("plain", DagSketch.of("one>two"));

        pilot.say(false, listed(claim(workflow, "one"), List.of("a")));

        assertThat(flows.states(workflow)).containsOnlyKeys("one", "two").containsEntry("two", JobState.DEFINED);
    }

    @Test
    void refusesItemsThatNoHealthyPilotSends() {
        var workflow = startToTheList("sick");
        var list = claim(workflow, "each");
        var report = pilot.next(false, listed(list, List.of("a", "b".repeat(4097))));

        var refused = pilot.post(report);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("reports[0].items", "item 1 has 4097 characters");
        assertThat(flows.states(workflow)).hasSize(3).containsEntry("each", JobState.DISPATCHED);
    }

    @Test
    void refusesADagWhoseItemsCouldNotBeTold() {
        flows.load(
                "wrong",
                DagSketch.of("a>b", "b>c", "a[0]").foreach("a", "[\"U\"]").foreach("b", "output:a_b"));

        var refused = flows.post("wrong");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains("it is called as the items of the vertex 'a' are")
                .contains("comes from 'a', which has a foreach itself");
    }

    @Test
    void refusesTwoOutputsOfItemsInOneDirectory() {
        flows.load("onedir", DagSketch.of("each>a", "each>b").foreach("each", "[\"U\"]"));

        var refused = flows.post(
                "onedir", "\"files\": {\"each:a\": {\"name\": \"hits.txt\"}, \"each:b\": {\"name\": \"hits.log\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains("the files of its items for each_a and each_b would lie in one directory", "/data/hits");
    }

    /** Eleven vertices wait for each item. */
    private static DagSketch broad(String foreach) {
        return DagSketch.of(IntStream.range(0, 11).mapToObj(it -> "each>v" + it).toArray(String[]::new))
                .foreach("each", foreach);
    }

    @Test
    void refusesADagInWhichTooManyWaitForItems() {
        flows.load("broad", broad(IntStream.range(0, 10_000).boxed().toList().toString()));

        var refused = flows.post("broad");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("vertices that wait for each are 110000, at most 100000");
    }

    @Test
    void failsAListForWhoseItemsTooManyWait() {
        var workflow = flows.start("broadlist", broad(GLOB));
        var items = IntStream.range(0, 10_000).mapToObj(it -> "i" + it).toList();

        pilot.say(false, listed(claim(workflow, "each"), items));

        assertThat(job(workflow, "each")).satisfies(it -> {
            assertThat(it.state()).isEqualTo(JobState.FAILED);
            assertThat(it.message()).contains("11 vertices would wait for each: at most 100000");
        });
        assertThat(flows.states(workflow)).hasSize(12);
    }
}
