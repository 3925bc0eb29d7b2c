package org.freshet.server.dashboard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aBroughtDataset;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aDataset;
import static org.freshet.server.dashboard.job.JobFixtures.aJob;
import static org.freshet.server.dashboard.job.JobFixtures.aStartedJob;
import static org.freshet.server.dashboard.job.JobFixtures.anAttempt;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.aChange;
import static org.freshet.server.dashboard.page.PageFixtures.anExplanation;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.job.JobPage.ShownLog;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.Kin;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Words;
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

/** Makes the page of a job, and those of errors, from records, with much and with little in them, and reads what they say. */
@WebMvcTest(controllers = JobPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class PagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    JobReader jobs;

    @MockitoBean
    JobLogReader logs;

    @MockitoBean
    LogFollowers followers;

    @MockitoBean
    Changes changes;

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

        when(jobs.read("12", null, LogWish.NONE)).thenReturn(with(known, many, many.subList(0, Kin.SHOWN)));

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
