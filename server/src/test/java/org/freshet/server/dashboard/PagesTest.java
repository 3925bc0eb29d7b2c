package org.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.PageFixtures.NOW;
import static org.freshet.server.dashboard.PageFixtures.aBroughtDataset;
import static org.freshet.server.dashboard.PageFixtures.aChange;
import static org.freshet.server.dashboard.PageFixtures.aDataset;
import static org.freshet.server.dashboard.PageFixtures.aJob;
import static org.freshet.server.dashboard.PageFixtures.aPilot;
import static org.freshet.server.dashboard.PageFixtures.aRow;
import static org.freshet.server.dashboard.PageFixtures.aRun;
import static org.freshet.server.dashboard.PageFixtures.aStartedJob;
import static org.freshet.server.dashboard.PageFixtures.anAttempt;
import static org.freshet.server.dashboard.PageFixtures.anExplanation;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.JobPage.ShownLog;
import org.freshet.server.job.LogFollowers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Makes every page from records, with much and with little in them, and reads what it says. */
@WebMvcTest(
        controllers = {
            OverviewController.class,
            JobPagesController.class,
            PilotPagesController.class,
            PoolPagesController.class
        })
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class PagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    OverviewReader overview;

    @MockitoBean
    JobReader jobs;

    @MockitoBean
    JobLogReader logs;

    @MockitoBean
    LogFollowers followers;

    @MockitoBean
    Changes changes;

    @MockitoBean
    PilotListReader pilotList;

    @MockitoBean
    PilotReader pilots;

    @MockitoBean
    PoolReader pools;

    private MvcTestResult get(String uri) {
        return browser.get()
                .uri(uri)
                .accept(MediaType.TEXT_HTML)
                .header("Accept-Language", "de")
                .exchange();
    }

    private String page(String uri) {
        MvcTestResult result = get(uri);

        assertThat(result).hasStatusOk();
        assertThat(result).hasContentTypeCompatibleWith(MediaType.TEXT_HTML);
        return body(result);
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static StateBar bar(SequencedMap<Badge, Long> counts) {
        return StateBar.of(counts, "/jobs");
    }

    private static SequencedMap<Badge, Long> counts(Map<String, Long> counts) {
        SequencedMap<Badge, Long> badges = new LinkedHashMap<>();
        counts.forEach((state, count) -> badges.put(Badge.named(state), count));
        return badges;
    }

    @Test
    void showsCountsThatAddUp() {
        when(overview.read(Span.TWO_HOURS))
                .thenReturn(new OverviewPage(
                        NOW,
                        Span.TWO_HOURS,
                        List.of(new Alarm(
                                Alarm.Look.UNKNOWN, "b", "np04 is <b>dark</b>.", "Since long.", null, "/pool/np04")),
                        new Health(new Badge("ok", "ok", false), "1 job waits.", ""),
                        bar(counts(Map.of("RUNNING", 204L))),
                        bar(counts(Map.of("FINISHED", 1000L))),
                        bar(counts(Map.of("BUSY", 2L))),
                        bar(counts(Map.of("LOST", 1L))),
                        List.of(ChangeRow.none(JobState.DEFINED)),
                        OverviewCharts.Drawn.NOTHING,
                        new OverviewLists.Listed(
                                List.of(new FeedRow(NOW, NOW, "late", "np04 did not <i>answer</i>.", "", null, "pool")),
                                List.of(aRow(7, JobState.FAILED)),
                                List.of())));

        String html = page("/");

        assertThat(html)
                .contains(
                        "1 job waits.",
                        "np04 is &lt;b&gt;dark&lt;/b&gt;.",
                        "href=\"/pool/np04\"",
                        "204 + 1,000 = 1,204 jobs",
                        "2 + 1 = 3 pilots",
                        "np04 did not &lt;i&gt;answer&lt;/i&gt;.",
                        "EXIT_CODE 65",
                        "href=\"/jobs/7\"",
                        "href=\"/jobs?state=RUNNING\"");
    }

    private static JobPage jobPage(JobFacts job, List<AttemptRow> attempts, ShownLog log) {
        List<HistoryRow> history = List.of(aChange(null, JobState.DEFINED, "user mara", null));
        return new JobPage(
                AT,
                job,
                new UUID(1, 2),
                anExplanation(),
                JobLife.of(job, attempts, WORDS),
                attempts,
                log,
                new LinkedHashMap<>(Map.of("P3S_MODE", "COPY")),
                history,
                List.of(),
                List.of(),
                JobFiles.NONE,
                Neighbours.NONE,
                LogWish.NONE);
    }

    @Test
    void leadsFromAJobToThoseItWaitsForAndThoseThatWaitForIt() {
        var known = jobPage(aJob(JobState.DEFINED), List.of(), null);
        when(jobs.read("12", null, LogWish.NONE))
                .thenReturn(with(
                        known,
                        List.of(new Kin(3, "<i>make</i>", JobState.FINISHED)),
                        List.of(new Kin(44, "join", JobState.TEMPLATE))));

        assertThat(page("/jobs/12"))
                .contains("href=\"/jobs/3\"", "&lt;i&gt;make&lt;/i&gt;", "href=\"/jobs/44\"", "Waited for by");
    }

    @Test
    void saysThatThereAreMoreThanItShows() {
        var many = LongStream.rangeClosed(100, 130)
                .mapToObj(it -> new Kin(it, "v" + it, JobState.FINISHED))
                .toList();
        var known = jobPage(aJob(JobState.DEFINED), List.of(), null);

        when(jobs.read("12", null, LogWish.NONE)).thenReturn(with(known, many, many.subList(0, JobPage.KIN)));

        assertThat(page("/jobs/12"))
                .contains("/jobs/129")
                .doesNotContain("/jobs/130")
                .containsOnlyOnce("and more");
    }

    private static JobPage with(JobPage known, List<Kin> parents, List<Kin> children) {
        return new JobPage(
                known.at(),
                known.job(),
                known.uuid(),
                known.why(),
                known.life(),
                known.attempts(),
                known.log(),
                known.env(),
                known.history(),
                parents,
                children,
                known.files(),
                known.neighbours(),
                known.wish());
    }

    @Test
    void showsTheFilesThatAJobReadsAndWrites() {
        var known = jobPage(aJob(JobState.FAILED), List.of(), null);
        var files = JobFiles.of(
                12,
                List.of(aBroughtDataset(6, DatasetState.WRITTEN), aDataset(7, DatasetState.DEFINED, JobState.FAILED)));
        when(jobs.read("12", null, LogWish.NONE))
                .thenReturn(new JobPage(
                        known.at(),
                        known.job(),
                        known.uuid(),
                        known.why(),
                        known.life(),
                        known.attempts(),
                        known.log(),
                        known.env(),
                        known.history(),
                        List.of(),
                        List.of(),
                        files,
                        known.neighbours(),
                        known.wish()));

        assertThat(page("/jobs/12"))
                .contains("href=\"/datasets/6\"", "/data/&lt;b&gt;6&lt;/b&gt;.txt", ">reads<")
                .contains("href=\"/datasets/7\"", ">writes<", "not written", "href=\"/datasets?job=12\"");
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void showsAJobOfWhichLittleIsKnown(JobState state) {
        when(jobs.read("12", null, LogWish.NONE)).thenReturn(jobPage(aJob(state), List.of(), null));

        assertThat(page("/jobs/12")).contains("Job 12", "P3S_MODE", "/bin/true", "No pilot has taken it yet");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"DEFINED", "DISPATCHED", "RUNNING"})
    void countsWhoLooksAtAJobThatMayPrintAsAFollowerOfItsLog(JobState state) {
        when(jobs.read("12", null, LogWish.NONE)).thenReturn(jobPage(aJob(state), List.of(), null));

        page("/jobs/12");

        verify(followers).look(new JobId(12));
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"DEFINED", "DISPATCHED", "RUNNING"},
            mode = EnumSource.Mode.EXCLUDE)
    void countsNobodyAsAFollowerOfALogThatCannotGrow(JobState state) {
        when(jobs.read("12", null, LogWish.NONE)).thenReturn(jobPage(aJob(state), List.of(), null));

        page("/jobs/12");

        verifyNoInteractions(followers);
    }

    @Test
    void countsNobodyAsAFollowerWhoLooksAtAnEarlierAttempt() {
        var job = aStartedJob(JobState.RUNNING);
        var log = new ShownLog(job.attempt() - 1, List.of(), false);
        when(jobs.read("12", "1", LogWish.NONE)).thenReturn(jobPage(job, List.of(anAttempt(1, "PILOT_LOST")), log));

        page("/jobs/12?attempt=1");

        verifyNoInteractions(followers);
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void showsAJobOfWhichMuchIsKnown(JobState state) {
        var attempts = List.of(anAttempt(2, null), anAttempt(1, "PILOT_LOST"));
        var log = new ShownLog(
                2,
                List.of(LogExcerpt.of(
                        new StoredLog(Stream.STDOUT, "<script>alert(1)</script>\n".getBytes(), new byte[0], 900),
                        WORDS)),
                true);
        when(jobs.read("12", "2", LogWish.NONE)).thenReturn(jobPage(aStartedJob(state), attempts, log));

        assertThat(page("/jobs/12?attempt=2"))
                .contains(
                        "id=\"L1\"",
                        "&lt;script&gt;alert(1)&lt;/script&gt;",
                        "were not kept",
                        "href=\"/jobs/12/log/stdout?attempt=2\"",
                        "href=\"/jobs/12?attempt=1#log\"",
                        "summary.json",
                        "5077.12")
                .doesNotContain("<script>alert");
    }

    @Test
    void givesALogAsPlainText() {
        when(logs.plain("12", "stdout", "1")).thenReturn("<b>é</b>".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        MvcTestResult result = get("/jobs/12/log/stdout?attempt=1");

        assertThat(result).hasStatusOk().hasHeader("Content-Type", "text/plain;charset=UTF-8");
        assertThat(body(result)).isEqualTo("<b>é</b>");
    }

    @Test
    void listsAPilotOfEveryState() {
        List<PilotRow> rows = Arrays.stream(PilotState.values())
                .map(state -> aPilot(state.ordinal() + 1, state))
                .toList();
        var filter = new Filter("/pilots", List.of(), new LinkedHashMap<>(), List.of());
        var pager = new Pager(rows.size(), null, null, 0, "/pilots", "/pilots?top=8");
        StateBar one = bar(counts(Map.of("IDLE", 1L)));
        when(pilotList.read(any()))
                .thenReturn(new PilotsPage(AT, filter, "8 pilots", one, one, rows, pager, List.of("local"), null));

        String html = page("/pilots");

        for (PilotState state : PilotState.values()) {
            assertThat(html).contains("#i-" + Badge.of(state).look(), "href=\"/pilots/" + (state.ordinal() + 1) + "\"");
        }
        assertThat(html).contains("holds job 12", "2 s ago", "in 38 s", "none yet");
    }

    @ParameterizedTest
    @EnumSource(PilotState.class)
    void showsAPilotOfEveryState(PilotState state) {
        PilotRow pilot = aPilot(4, state);
        var why = anExplanation();
        var history = new HistoryRow(AT, null, state.name(), "service pool", null, null);
        when(pilots.read(eq("4"), any()))
                .thenReturn(new PilotPage(
                        AT,
                        pilot,
                        why,
                        "/pool/local?top=7#run-7",
                        List.of(aRun(7, null)),
                        new Pager(1, null, "/pilots/4?after=2026-11-20T03:11:47Z,job,7", 0, "/pilots/4", "/pilots/4"),
                        List.of(history)));

        assertThat(page("/pilots/4"))
                .contains(
                        "Pilot 4",
                        "It is so.",
                        "The batch system said so.",
                        "href=\"/jobs/7?attempt=1\"",
                        "service pool")
                .contains("href=\"/pilots/4?after=2026-11-20T03:11:47Z,job,7\"", "&lt;b&gt;noise&lt;/b&gt;");
    }

    @Test
    void explainsWithTheNextStepAndTheCommandForIt() {
        when(jobs.read("12", null, LogWish.NONE)).thenReturn(jobPage(aJob(JobState.DEFINED), List.of(), null));

        assertThat(page("/jobs/12"))
                .contains("class=\"why late\"", "<p>It is so.</p>", "<p>The batch system said so.</p>")
                .contains("<p>Next step: Wait.</p>", "<code>freshet job cancel 12</code>");
    }

    @Test
    void saysThatAJobDoesNotExist() {
        when(jobs.read("4711", null, LogWish.NONE)).thenThrow(new PageNotFound(WORDS.say("job.missing", "4711")));

        MvcTestResult result = get("/jobs/4711");

        assertThat(result).hasStatus(404);
        assertThat(body(result)).contains("Job 4711 does not exist.");
    }

    @Test
    void saysThatThereIsNoSuchPage() {
        MvcTestResult result = get("/nowhere");

        assertThat(result).hasStatus(404);
        assertThat(body(result)).contains("There is no page /nowhere.");
    }

    @Test
    void leavesAddressesForMachinesToTheApi() {
        MvcTestResult result = browser.get().uri("/api/v1/nowhere").exchange();

        assertThat(result).hasStatus(404);
        assertThat(body(result)).doesNotContain("<html");
    }

    @Test
    void hidesTheCauseOfAFailureButNamesWhereItIs() {
        when(jobs.read(eq("12"), any(), any())).thenThrow(new IllegalStateException("secret detail"));

        MvcTestResult result = get("/jobs/12");

        assertThat(result).hasStatus(500);
        assertThat(body(result))
                .containsPattern("in its log under [0-9a-f-]{36}")
                .doesNotContain("secret detail");
    }
}
