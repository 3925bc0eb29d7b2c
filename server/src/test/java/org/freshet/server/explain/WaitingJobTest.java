package org.freshet.server.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.server.explain.Cases.NOW;
import static org.freshet.server.explain.Cases.aJob;
import static org.freshet.server.explain.Cases.aPilot;
import static org.freshet.server.explain.Cases.aSite;
import static org.freshet.server.explain.Cases.aTry;
import static org.freshet.server.explain.Cases.against;
import static org.freshet.server.explain.Cases.anOffer;
import static org.freshet.server.explain.Cases.standing;

import java.time.Instant;
import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.server.explain.Queue.Ahead;
import org.freshet.server.explain.Queue.Limit;
import org.freshet.server.explain.SiteStanding.Pause;
import org.freshet.server.job.Requirement;
import org.junit.jupiter.api.Test;

class WaitingJobTest {

    private static final String SINCE = "Waits since 03:10:47 UTC: ";

    private static Explanation explain(JobCase job, WaitingCase wait) {
        return JobExplanation.of(job, wait, Cases.PATIENCE);
    }

    private static JobCase waiting() {
        return aJob(JobState.DEFINED).build();
    }

    private static JobCase asking(Requirement asked) {
        return aJob(JobState.DEFINED).asking(asked).build();
    }

    private static WaitingCase with(WaitingCase wait, Ahead ahead, Limit limit) {
        return new WaitingCase(ahead, limit, wait.matching(), wait.sites(), wait.past(), wait.bans(), wait.started());
    }

    private static WaitingCase with(WaitingCase wait, List<SiteStanding> sites, List<Past> past) {
        return new WaitingCase(wait.ahead(), wait.limit(), wait.matching(), sites, past, wait.bans(), wait.started());
    }

    @Test
    void namesTheLimitOfItsTypeAndWhoHoldsThePlaces() {
        var wait = with(against(waiting()), new Ahead(3, 0), new Limit("monitor", 5, 5, List.of(7L, 8L, 9L)));

        var why = explain(waiting(), wait);

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence()).isEqualTo(SINCE + "type monitor may have 5 jobs at once, and 5 run.");
        assertThat(why.more())
                .startsWith(
                        "The places are taken by jobs 7, 8, 9 and 2 more.", "3 jobs of type monitor are before it.");
        assertThat(why.facts()).contains(new Fact(Code.LIMIT_REACHED, "monitor", 5L, null, 5L));
    }

    @Test
    void callsATypeThatIsStoppedLateAndNamesTheCommand() {
        var why = explain(waiting(), with(against(waiting()), new Ahead(0, 0), new Limit("monitor", 0, 0, List.of())));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence()).isEqualTo(SINCE + "type monitor is stopped, its limit is 0.");
        assertThat(why.command()).isEqualTo("freshet type limit monitor none");
    }

    @Test
    void takesALimitThatIsNotReachedForNone() {
        var wait = with(
                against(waiting(), aPilot(1, PilotState.BUSY, anOffer(5000))),
                new Ahead(0, 0),
                new Limit("monitor", 2, 1, List.of(7L)));

        assertThat(explain(waiting(), wait).facts()).extracting(Fact::code).doesNotContain(Code.LIMIT_REACHED);
    }

    @Test
    void saysThatNoPilotIsAliveAndWhatThePoolSays() {
        var job = waiting();
        var said = "local: want 2, have 0, short 2: submit 0, limit: 3 starts in a row failed, next try at 03:13:00Z.";

        var why = explain(job, with(against(job), List.of(aSite("local", said)), List.of()));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence()).isEqualTo(SINCE + "no pilot is alive.");
        assertThat(why.more()).contains("The pool said at 03:12:17 UTC: " + said);
        assertThat(why.facts()).extracting(Fact::code).contains(Code.NO_PILOT_ALIVE);
    }

    @Test
    void countsPilotsThatTakeNoNewJobAsNone() {
        var job = waiting();

        var why = explain(job, against(job, aPilot(1, PilotState.DRAINING, anOffer(5000))));

        assertThat(why.sentence()).isEqualTo(SINCE + "no pilot is alive that takes jobs.");
        assertThat(why.more()).contains("1 pilot drains: it takes no new job.");
    }

    @Test
    void namesWhatNoPilotOffersAndTheMostThatOneDoes() {
        var job = asking(new Requirement("monitor", null, 1, 8000, 0, List.of(), 1000));

        var why = explain(
                job,
                against(
                        job,
                        aPilot(1, PilotState.IDLE, anOffer(5000)),
                        aPilot(2, PilotState.IDLE, new Offer(1, 2000, 10_000, List.of(), 5000)),
                        aPilot(3, PilotState.BUSY, anOffer(5000))));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence())
                .isEqualTo(SINCE + "of 3 pilots alive (2 idle) none offers 8,000 MB memory (the most is 4,000 MB).");
        assertThat(why.facts())
                .contains(
                        new Fact(Code.NO_PILOT_FITS, null, 3L, null, null),
                        new Fact(Code.MISSED, "MEMORY", 3L, 8000L, 4000L));
    }

    @Test
    void namesEveryCriterionThatNobodyMeets() {
        var job = asking(new Requirement("monitor", null, 4, 0, 20_000, List.of("gpu", "ssd"), 72_000));

        var why =
                explain(job, against(job, aPilot(1, PilotState.IDLE, new Offer(1, 0, 10_000, List.of("ssd"), 71_700))));

        assertThat(why.sentence())
                .isEqualTo(SINCE + "of 1 pilot alive (1 idle) none offers 4 cores (the most is 1),"
                        + " none offers 20,000 MB of free disk (the most is 10,000 MB), none has the tag gpu"
                        + " and none lives long enough for its time limit of 20 h 00 min + 15 s grace"
                        + " (the longest remaining lifetime is 19 h 55 min).");
    }

    @Test
    void tellsWhatSomeAndOthersLackWhenEachHasSomething() {
        var job = asking(new Requirement("monitor", null, 1, 8000, 0, List.of("gpu"), 1000));

        var why = explain(
                job,
                against(
                        job,
                        aPilot(1, PilotState.IDLE, new Offer(1, 9000, 0, List.of(), 5000)),
                        aPilot(2, PilotState.IDLE, new Offer(1, 2000, 0, List.of("gpu"), 5000)),
                        aPilot(3, PilotState.IDLE, new Offer(1, 2000, 0, List.of("gpu"), 5000))));

        assertThat(why.sentence())
                .isEqualTo(SINCE + "of 3 pilots alive (3 idle) none has everything:"
                        + " 2 offer less than 8,000 MB memory and 1 lacks the tag gpu.");
    }

    @Test
    void saysThatNoPilotOfItsSiteIsAliveAndThatTheSiteIsPaused() {
        var job = asking(new Requirement("monitor", "farm", 1, 0, 0, List.of(), 1000));
        var farm = new SiteStanding(
                "farm", "HTCONDOR", 200, new Pause("power cut", false), 0, 0, null, null, null, null, null);

        var why = explain(
                job,
                with(
                        against(job, aPilot(1, PilotState.IDLE, anOffer(5000))),
                        List.of(farm, aSite("local", (String) null)),
                        List.of()));

        assertThat(why.sentence()).isEqualTo(SINCE + "no pilot of site farm is alive.");
        assertThat(why.more())
                .containsExactly(
                        "1 pilot of other sites is alive.",
                        "Site farm is paused, so no pilots are ordered for it: power cut.");
        assertThat(why.command()).isEqualTo("freshet site resume farm");
        assertThat(why.facts()).contains(new Fact(Code.SITE_PAUSED, "farm", null, null, null));
    }

    @Test
    void saysThatItsSiteDoesNotExist() {
        var job = asking(new Requirement("monitor", "fram", 1, 0, 0, List.of(), 1000));

        var why = explain(job, against(job, aPilot(1, PilotState.IDLE, anOffer(5000))));

        assertThat(why.more()).contains("There is no site fram.");
        assertThat(why.nextStep()).isEqualTo("Submit it without a site, or add the site.");
    }

    @Test
    void saysThatNoPilotEverOfferedEnough() {
        var job = asking(new Requirement("monitor", null, 1, 8000, 0, List.of(), 1000));
        var past = List.of(new Past("local", anOffer(86_400)));

        var why = explain(
                job,
                with(
                        against(job, aPilot(1, PilotState.IDLE, anOffer(5000))),
                        List.of(aSite("local", (String) null)),
                        past));

        assertThat(why.more())
                .contains("It will not start as things are: of all pilots so far"
                        + " none offers 8,000 MB memory (the most is 4,000 MB).");
        assertThat(why.command()).isEqualTo("freshet job cancel 12");
        assertThat(why.facts()).contains(new Fact(Code.NEVER_OFFERED, "MEMORY", null, null, null));
    }

    @Test
    void speaksOfThePoolsOfThoseSitesOnlyWhosePilotsOnceFitted() {
        var job = asking(new Requirement("monitor", null, 1, 8000, 0, List.of(), 1000));
        var farm = new SiteStanding(
                "farm",
                "HTCONDOR",
                200,
                null,
                198,
                2,
                NOW.minusSeconds(185),
                standing("farm", Outcome.LIMITED, "farm: want 202.", 0),
                null,
                null,
                null);
        var past =
                List.of(new Past("local", anOffer(86_400)), new Past("farm", new Offer(1, 9000, 0, List.of(), 86_400)));

        var why = explain(
                job,
                with(
                        against(job, aPilot(1, PilotState.IDLE, anOffer(5000))),
                        List.of(farm, aSite("local", "local: want 2.")),
                        past));

        assertThat(why.more())
                .containsExactly(
                        "2 pilots of site farm are ordered and did not speak yet, since 03:09:42 UTC.",
                        "Site farm has 200 of at most 200 pilots, so no more are ordered.",
                        "The pool said at 03:12:47 UTC: farm: want 202.",
                        "The server calculates, and does so again within seconds.");
        assertThat(why.facts()).contains(new Fact(Code.CAP_REACHED, "farm", 200L, null, 200L));
    }

    @Test
    void saysWhenTheFirstOfTheBusyPilotsIsFreeAtTheLatest() {
        var job = waiting();
        var wait = with(
                against(
                        job,
                        aPilot(1, PilotState.BUSY, anOffer(5000)),
                        aPilot(2, PilotState.BUSY, anOffer(5000)),
                        aPilot(3, PilotState.IDLE, anOffer(500))),
                new Ahead(1001, 7),
                null);

        var why = explain(job, wait);

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence())
                .isEqualTo(SINCE + "the 2 pilots that fit are busy; the first is free at 03:22:48 UTC at the latest.");
        assertThat(why.more())
                .startsWith("More than 1,000 jobs of type monitor are before it,"
                        + " and 7 jobs of other types have a higher priority.")
                .contains("Site local has 2 of at most 2 pilots, so no more are ordered.");
        assertThat(why.facts())
                .extracting(Fact::code, Fact::count)
                .contains(tuple(Code.ALL_BUSY, 2L), tuple(Code.JOBS_BEFORE, 1001L), tuple(Code.HIGHER_PRIORITY, 7L));
    }

    @Test
    void saysThatTheJobIsGivenOutSoonWhenOthersAreBeforeIt() {
        var job = waiting();

        var why = explain(job, with(against(job, aPilot(1, PilotState.IDLE, anOffer(5000))), new Ahead(1, 0), null));

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence())
                .isEqualTo(SINCE + "1 pilot that fits is idle: the job is given out within a moment.");
        assertThat(why.more()).contains("1 job of type monitor is before it.");
    }

    @Test
    void suspectsTheServerWhenAnIdlePilotIsNotGivenTheNextJob() {
        var job = waiting();

        var why = explain(job, against(job, aPilot(1, PilotState.IDLE, anOffer(5000))));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence()).endsWith("1 pilot that fits is idle, and should have been given the job at once.");
        assertThat(why.nextStep()).startsWith("Read the server's log");
    }

    @Test
    void saysThatTheIdlePilotsAreSilent() {
        var job = waiting();

        var why = explain(job, against(job, aPilot(1, PilotState.IDLE, anOffer(5000), 80)));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence())
                .isEqualTo(SINCE + "pilot 1, the only idle one that fits, is silent since 03:11:27 UTC.");
        assertThat(why.more()).startsWith("Unless heard by 03:13:17 UTC it is given up as lost.");
    }

    private static WaitingCase banning(WaitingCase wait, Ban... bans) {
        return new WaitingCase(
                wait.ahead(), wait.limit(), wait.matching(), wait.sites(), wait.past(), List.of(bans), wait.started());
    }

    @Test
    void namesTheHostsThatAreBannedWhenNoPilotTakesJobs() {
        var wait = against(waiting(), aPilot(1, PilotState.DRAINING, anOffer(5000)));
        var first = new Ban("wn7", NOW.minusSeconds(60), "mara", "libGL broken");
        var second = new Ban("wn8", NOW.minusSeconds(90), "tom", "disk full");

        var one = explain(waiting(), banning(wait, first));
        var two = explain(waiting(), banning(wait, first, second));

        assertThat(one.more())
                .contains("Host wn7 is banned since 03:11:47 UTC by mara: libGL broken. Its pilots take no jobs.");
        assertThat(one.facts()).contains(new Fact(Code.HOST_BANNED, "wn7", null, null, null));
        assertThat(two.more()).contains("2 hosts are banned, and their pilots take no jobs: wn7 and wn8.");
    }

    @Test
    void saysUntilWhenItIsUsefulAndThatTheServerJustStarted() {
        Instant start = NOW.minusSeconds(12);
        var job = aJob(JobState.DEFINED).usefulFor(250).build();
        var wait = against(job, aPilot(1, PilotState.BUSY, anOffer(5000)));

        var why = explain(
                job,
                new WaitingCase(
                        wait.ahead(), wait.limit(), wait.matching(), wait.sites(), wait.past(), wait.bans(), start));

        assertThat(why.more())
                .contains(
                        "Its result is useful until 03:16:57 UTC: unless it starts in 4 min 10 s it expires.",
                        "The server or its database was started 12 s ago;"
                                + " pilots that were away meanwhile speak again within seconds.");
        assertThat(why.facts())
                .extracting(Fact::code, Fact::count)
                .contains(tuple(Code.EXPIRES, 250L), tuple(Code.JUST_STARTED, 12L));
    }

    @Test
    void tellsWhatALossCostAndThatItsPilotMayReturn() {
        var job = aJob(JobState.DEFINED).losses(1).tried(aTry(1, "PILOT_LOST")).build();

        var why = explain(job, against(job, aPilot(1, PilotState.BUSY, anOffer(5000))));

        assertThat(why.more())
                .contains(
                        "Attempt 1 ended with the loss of its pilot.",
                        "It lost 1 pilot, and may lose 3.",
                        "Should pilot 4 report before another pilot takes the job, attempt 1 counts and the job leaves"
                                + " the queue.");
        assertThat(why.facts())
                .contains(new Fact(Code.LOSSES, null, 1L, null, 3L))
                .extracting(Fact::code)
                .contains(Code.SUSPENDED);
    }

    @Test
    void tellsHowOftenThePayloadFailed() {
        var job = aJob(JobState.DEFINED).failures(1, 2).tried(aTry(1, "FAILED")).build();

        var why = explain(job, against(job, aPilot(1, PilotState.BUSY, anOffer(5000))));

        assertThat(why.more()).contains("Attempt 1 failed.", "Its payload failed once; 2 retries are allowed.");
    }
}
