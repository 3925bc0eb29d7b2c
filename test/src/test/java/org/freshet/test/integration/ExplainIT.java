package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;

/** What API and pages say of jobs and pilots that came into their states as they do in life. */
class ExplainIT extends ExplainFixture {

    /** A pilot that asked for a job and got none. */
    private ScriptedPilot idle(Offer offer) {
        var pilot = pilot(offer);
        assertThat(pilot.say(true).job()).isNull();
        return pilot;
    }

    private static Offer offer(int memoryMb, List<String> tags, long remainingSeconds) {
        return new Offer(1, memoryMb, 10_000, tags, remainingSeconds);
    }

    private static JobText ofType(String type) {
        return aJob().ofType(type);
    }

    @Test
    void namesTheReachedLimitAndTheJobThatHoldsThePlace() {
        var first = api.submit(ofType("limited"));
        server.db()
                .sql("update job_type set max_running = 1 where name = 'limited'")
                .update();
        var pilot = pilot();
        pilot.claim();
        var second = api.submit(ofType("limited"));
        var third = api.submit(ofType("limited"));

        var why = explain(third);

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence()).endsWith("type limited may have 1 job at once, and 1 runs.");
        assertThat(why.more())
                .startsWith("The place is taken by job " + first + ".", "1 job of type limited is before it.");
        assertThat(fact(why, Code.LIMIT_REACHED)).isEqualTo(new Fact(Code.LIMIT_REACHED, "limited", 1L, null, 1L));
        assertThat(fact(explain(second), Code.JOBS_BEFORE).count()).isZero();
    }

    @Test
    void callsATypeThatMayNotRunStopped() {
        var job = api.submit(ofType("stopped"));
        server.db()
                .sql("update job_type set max_running = 0 where name = 'stopped'")
                .update();

        var why = explain(job);

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence()).endsWith("type stopped is stopped, its limit is 0.");
    }

    @Test
    void namesTheMemoryThatNoPilotHasAndTheMostThatOneHas() {
        idle(offer(2000, List.of(), 5000));
        pilot(offer(1000, List.of(), 5000));
        var job = api.submit(aJob().with("memoryMb", 8000));

        var why = explain(job);

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence())
                .endsWith("of 2 pilots alive (1 idle) none offers 8,000 MB memory (the most is 2,000 MB).");
        assertThat(why.facts()).contains(new Fact(Code.MISSED, "MEMORY", 2L, 8000L, 2000L));
        assertThat(codes(why)).contains(Code.NEVER_OFFERED);
        assertThat(why.command()).isEqualTo("freshet job cancel " + job);
    }

    @Test
    void namesTheTagThatNoPilotHas() {
        idle(offer(4000, List.of("ssd"), 5000));

        var why = explain(api.submit(aJob().with("tags", List.of("ssd", "gpu"))));

        assertThat(why.sentence()).endsWith("of 1 pilot alive (1 idle) none has the tag gpu.");
    }

    @Test
    void namesTheTimeThatNoPilotHasLeft() {
        pilot(offer(4000, List.of(), 500));

        var why = explain(api.submit(aJob().with("timelimit", 1000)));

        assertThat(why.sentence())
                .contains("none lives long enough for its time limit of 16 min 40 s + 15 s grace"
                        + " (the longest remaining lifetime is 8 min ");
    }

    @Test
    void saysWhenTheBusyPilotsAreFree() {
        var running = api.submit(aJob().with("timelimit", 100));
        var pilot = pilot();
        var given = pilot.claim();
        pilot.say(false, started(given));
        var job = api.submit(aJob());

        var why = explain(job);

        assertThat(given.attempt().job()).isEqualTo(running);
        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence())
                .contains("the only pilot that fits is busy; it is free at ")
                .endsWith("at the latest.");
        assertThat(why.more()).contains("It is the next of type monitor.");
        assertThat(fact(why, Code.ALL_BUSY).count()).isEqualTo(1);
    }

    @Test
    void countsTheJobsOfItsTypeBeforeItAndHigherPrioritiesOfOthers() {
        pilot();
        api.submit(ofType("counted").with("memoryMb", 100).times(3));
        api.submit(ofType("counted").with("priority", 5).with("memoryMb", 200).times(2));
        api.submit(ofType("other").with("priority", 1).times(4));
        api.submit(ofType("other").with("priority", -1).times(4));
        var job = api.submit(ofType("counted"));
        api.submit(ofType("counted").times(2));
        server.db()
                .sql("update job_type set max_running = 0 where name = 'counted'")
                .update();

        var why = explain(job);

        assertThat(fact(why, Code.JOBS_BEFORE).count()).isEqualTo(5);
        assertThat(fact(why, Code.HIGHER_PRIORITY).count()).isEqualTo(4);
    }

    @Test
    void saysWhatALossCostAndThatTheOldReportStillCounts() {
        var job = api.submit(aJob());
        var lost = pilot();
        lost.say(false, started(lost.claim()));
        lose(lost);

        var waits = explain(job);
        var why = explain(lost.id());

        assertThat(waits.more())
                .contains("It lost 1 pilot, and may lose 3.")
                .contains("Should pilot " + lost.id()
                        + " report before another pilot takes the job, attempt 1 counts and the job leaves the queue.");
        assertThat(why.look()).isEqualTo(Look.BROKEN);
        assertThat(why.more())
                .contains("It held job " + job
                        + ", attempt 1: the job waits again; should this pilot report before another takes it, its report"
                        + " counts.");
    }

    @Test
    void tellsWhereTheJobOfALostPilotRunsNow() {
        var job = api.submit(aJob());
        var lost = pilot();
        lost.say(false, started(lost.claim()));
        lose(lost);
        var other = pilot();
        other.say(false, started(other.claim()));

        assertThat(explain(lost.id()).more())
                .contains("It held job " + job + ", attempt 1: the job is RUNNING with attempt 2 with pilot "
                        + other.id() + ".");
        assertThat(explain(job).more()).anyMatch(it -> it.startsWith("Attempt 1 ended with the loss of its pilot"));
    }

    @Test
    void explainsAJobInEveryStateOfItsLife() {
        var held = api.submit(aJob().with("state", "template"));
        var job = api.submit(aJob());
        var pilot = pilot();
        var given = pilot.claim();
        var dispatched = explain(job);
        pilot.say(false, started(given));
        var running = explain(job);
        pilot.report(finished(given));
        var failing = api.submit(aJob().with("retries", 1));
        pilot.say(false, failed(pilot.claim(), 65));
        pilot.say(false, failed(pilot.claim(), 65));

        assertThat(explain(held).command()).isEqualTo("freshet job release " + held);
        assertThat(dispatched.sentence()).startsWith("Handed to pilot " + pilot.id() + " on host-");
        assertThat(running.sentence()).startsWith("Runs on host-");
        assertThat(explain(job).sentence()).startsWith("Finished on host-").endsWith("Nothing to do.");
        assertThat(api.job(failing).job().state()).isEqualTo(JobState.FAILED);
        assertThat(explain(failing).look()).isEqualTo(Look.BROKEN);
        assertThat(explain(failing).more()).contains("Its payload failed 2 times; 1 retry is allowed.");
    }

    @Test
    void tellsWhyAPilotIsIdle() {
        var nothingWaits = idle(offer(4000, List.of(), 5000));
        var before = explain(nothingWaits.id());
        api.submit(aJob().with("memoryMb", 8000).times(3));
        var tooLarge = explain(nothingWaits.id());
        api.submit(aJob().with("tags", List.of("gpu")));
        var both = explain(nothingWaits.id());

        assertThat(before.sentence()).startsWith("Idle for ").endsWith(": no job waits.");
        assertThat(tooLarge.sentence())
                .endsWith(
                        "3 jobs wait, and all ask for more than the pilot's 4,000 MB memory (the least for 8,000 MB).");
        assertThat(both.sentence()).endsWith("4 jobs wait, and none fits.");
        assertThat(both.more()).contains("1 job asks for the tag gpu, which the pilot lacks.");
    }

    @Test
    void tellsThatAnIdlePilotWaitsForALimit() {
        var busy = pilot();
        api.submit(ofType("narrow").times(2));
        server.db()
                .sql("update job_type set max_running = 1 where name = 'narrow'")
                .update();
        busy.claim();
        var idle = idle(offer(4000, List.of(), 5000));

        var why = explain(idle.id());

        assertThat(why.sentence()).endsWith("the 1 job that fits waits for the limit of its type.");
        assertThat(why.more()).contains("Type narrow may have 1 job at once, and 1 runs.");
        assertThat(explain(busy.id()).sentence()).startsWith("Was handed job ");
    }

    @Test
    void takesTheFreeDiskFromAPilotsLatestWish() {
        var pilot = pilot();
        pilot.offering(new Offer(1, 4000, 500, List.of(), 5000)).say(true);

        var why = explain(api.submit(aJob().with("diskMb", 600)));

        assertThat(why.sentence()).contains("none offers 600 MB of free disk (the most is 500 MB)");
    }

    @Test
    void takesUuidsAndKnowsNoOthers() {
        var job = api.submit(aJob());

        assertThat(api.get("/api/v1/jobs/" + api.job(job).job().uuid() + "/explain")
                        .status())
                .isEqualTo(200);
        var missing = api.get("/api/v1/jobs/4711000/explain");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.problem().detail()).startsWith("Job 4711000 does not exist.");
        assertThat(api.get("/api/v1/pilots/4711000/explain").problem().detail())
                .startsWith("Pilot 4711000 does not exist.");
    }
}
