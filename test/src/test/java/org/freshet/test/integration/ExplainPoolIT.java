package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.List;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.server.pilot.SiteChanges;
import org.freshet.test.support.PoolRows;
import org.junit.jupiter.api.Test;

/** What API and pages say of jobs and pilots that wait for the pool, the batch system or a site. */
class ExplainPoolIT extends ExplainFixture {

    /** That site local was calculated so. */
    private static void pool(PoolRun run, int secondsAgo) {
        new PoolRows(server).stands(run, secondsAgo, "service pool");
    }

    @Test
    void saysThatNoPilotIsAliveAndHowItsSiteStands() {
        pool(PoolRows.run("local", Outcome.LIMITED, "ramp 10", List.of()), 5);

        var why = explain(api.submit(aJob()));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence()).endsWith("no pilot is alive.");
        assertThat(why.more())
                .anyMatch(it -> it.startsWith("The pool said at") && it.contains("UTC: local: want 60 (52 waiting + 8"))
                .contains("The server calculates, and does so again within seconds.");
    }

    @Test
    void saysThatTheBatchSystemCannotBeReadAndThatNothingIsSubmitted() {
        pool(PoolRows.blind("local", Outcome.UNREADABLE, "the list of processes is not there."), 5);

        var why = explain(api.submit(aJob()));

        assertThat(why.more())
                .anyMatch(it -> it.startsWith("Site local: The batch system cannot be read since ")
                        && it.endsWith(
                                "UTC: The list of processes is not there. Nothing is submitted; running payloads are"
                                        + " not affected."));
        assertThat(why.nextStep()).contains("the pool goes on by itself");
        assertThat(codes(why)).contains(Code.POOL_BLIND);
    }

    @Test
    void saysThatNobodyCalculatesThePool() {
        pool(PoolRows.run("local", Outcome.ENOUGH, "none", List.of()), 900);

        var why = explain(api.submit(aJob()));

        assertThat(why.more()).anyMatch(it -> it.startsWith("The pool of site local: Not calculated since "));
        assertThat(why.nextStep()).contains("freshet.pool.enabled");
        assertThat(fact(why, Code.POOL_SILENT).count()).isGreaterThanOrEqualTo(900);
    }

    @Test
    void saysWhyBatchJobsAreHeldAndWhatToDo() {
        pool(PoolRows.run("local", Outcome.ENOUGH, "none", List.of()), 5);
        var rows = new PoolRows(server);
        var held = rows.ordered("local", 2, "local: want 2");
        held.forEach(it -> rows.held(it, "88121." + it, 34, "memory above 4 GB", "ask for 6 GB"));

        var job = explain(api.submit(aJob()));
        var pilot = explain(held.getFirst());

        assertThat(job.more()).contains("2 batch jobs of site local are held: memory above 4 GB (code 34.0).");
        assertThat(job.nextStep()).isEqualTo("Ask for 6 GB.");
        assertThat(fact(job, Code.SLOTS_HELD).count()).isEqualTo(2);
        assertThat(pilot.look()).isEqualTo(Look.BROKEN);
        assertThat(pilot.sentence())
                .startsWith("Held in the batch system since ")
                .endsWith(": memory above 4 GB (code 34.0).");
        assertThat(pilot.nextStep()).isEqualTo("Ask for 6 GB.");
        end(held);
    }

    @Test
    void tellsWhatTheBatchSystemDoesWithAPilotThatDidNotSpeak() {
        var rows = new PoolRows(server);
        var ordered = rows.ordered("local", 3, "local: want 3");
        rows.seen(ordered.get(0), "88121.0", "QUEUED");
        rows.seen(ordered.get(1), "88121.1", "RUNNING");
        rows.seen(ordered.get(2), "88121.2", "LEAVING");

        assertThat(explain(ordered.get(0)).sentence())
                .startsWith("Queued in the batch system since ")
                .endsWith("it waits there for a machine.");
        assertThat(explain(ordered.get(1)).sentence())
                .startsWith("Its batch job runs since ")
                .endsWith("and the pilot did not speak yet.");
        assertThat(explain(ordered.get(2)).sentence())
                .contains("was told to end")
                .endsWith("It never spoke.");
        end(ordered);
    }

    private static void end(List<PilotId> pilots) {
        server.part(PilotOrders.class).neverStarted(pilots, "the test is over");
    }

    @Test
    void saysThatThePoolItselfPausedTheSite() {
        server.part(SiteChanges.class).pauseByPool("local", "of the last 3 orders no pilot registered");

        var why = explain(api.submit(aJob()));

        assertThat(why.more())
                .contains(
                        "Site local was paused by the pool, so no pilots are ordered for it: of the last 3 orders no pilot"
                                + " registered.");
        assertThat(why.nextStep()).contains("how each ended");
        assertThat(why.command()).isEqualTo("freshet site resume local");
    }

    @Test
    void saysThatItsSiteIsPausedAndWhy() {
        server.db()
                .sql("update site set paused = true, paused_reason = 'power cut'")
                .update();

        var why = explain(api.submit(aJob().with("site", "local")));

        assertThat(why.more()).contains("Site local is paused, so no pilots are ordered for it: power cut.");
        assertThat(why.command()).isEqualTo("freshet site resume local");
        assertThat(codes(why)).contains(Code.NO_PILOT_ALIVE, Code.SITE_PAUSED);
    }
}
