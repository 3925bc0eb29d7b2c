package org.freshet.server.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.jobs.JobRowFixtures.aRow;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.security.Principal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.job.JobOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the list of jobs from records, for whoever may change them and for others, and reads what it says. */
@WebMvcTest(controllers = JobListController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class JobListPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    JobListReader list;

    @MockitoBean
    SavedViewBarReader views;

    @MockitoBean
    JobExport export;

    @BeforeEach
    void keepNoList() {
        when(views.read(any(), any())).thenReturn(new SavedViewBar(List.of(), false, false, false));
    }

    private MvcTestResult get(String uri) {
        return browser.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();
    }

    private String page(String uri) {
        var result = get(uri);

        assertThat(result).hasStatusOk();
        return body(result);
    }

    /** As a submitter sees it. */
    private String pageOfSubmitter(String uri) {
        Principal mara = () -> "mara";
        var result = browser.get()
                .uri(uri)
                .accept(MediaType.TEXT_HTML)
                .principal(mara)
                .with(request -> {
                    request.addUserRole("SUBMITTER");
                    return request;
                })
                .exchange();

        assertThat(result).hasStatusOk();
        return body(result);
    }

    private static Filter filterOf(String query) {
        return JobListReader.filter(BulkPageReader.parameters(query));
    }

    private static JobsPage of(List<JobRow> rows, Filter filter, @Nullable EmptyList empty) {
        var pager = new Pager(rows.size(), null, "/jobs?after=1", 6, "/jobs", "/jobs?top=9");
        return new JobsPage(
                AT,
                filter,
                "9 jobs",
                9,
                rows.stream()
                        .map(it -> new ListedJob(it, "mara", 3L).saying(WORDS))
                        .toList(),
                pager,
                null,
                JobListReader.order(filter),
                JobColumn.of(filter.of("cols")),
                List.of("monitor"),
                empty);
    }

    private static JobsPage of(JobRow... rows) {
        return of(List.of(rows), filterOf(""), null);
    }

    @Test
    void listsAJobOfEveryState() {
        when(list.read(any()))
                .thenReturn(of(Arrays.stream(JobState.values())
                        .map(state -> aRow(state.ordinal() + 1, state))
                        .toArray(JobRow[]::new)));

        String html = page("/jobs");

        for (JobState state : JobState.values()) {
            assertThat(html).contains("#i-" + Badge.of(state).look(), "href=\"/jobs/" + (state.ordinal() + 1) + "\"");
        }
        assertThat(html).contains("6 newer jobs:", "data-live-url=\"/jobs?top=9\"", "href=\"/jobs?after=1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "TEMPLATE,none yet",
        "DEFINED,none yet",
        "FINISHED,none",
        "CANCELLED,none",
        "EXPIRED,none",
        "SKIPPED,none"
    })
    void promisesNoHostToAJobThatEndedWithoutAPilot(JobState state, String said) {
        when(list.read(any())).thenReturn(of(aRow(7, state, false)));

        assertThat(page("/jobs")).contains("data-live=\"job7-host\"><span class=\"dim\">" + said + "</span>");
    }

    @Test
    void saysWhyAListIsEmpty() {
        var empty = new EmptyList("#i-search", "No job matches", "Without it there would be 61.", null, "/jobs", "Go");
        when(list.read(any())).thenReturn(of(List.of(), filterOf("host=x"), empty));

        assertThat(page("/jobs"))
                .contains("No job matches", "Without it there would be 61.")
                .doesNotContain("<tbody");
    }

    @Test
    void namesWhatItIgnores() {
        SequencedMap<String, List<String>> values = new LinkedHashMap<>();
        values.put("user", List.of("<b>mara</b>"));
        var filter = new Filter("/jobs", List.of(), values, List.of(new Filter.Ignored("flavour=cold", false)));
        when(list.read(any())).thenReturn(of(List.of(), filter, null));

        assertThat(page("/jobs"))
                .contains("not a filter", "flavour=cold", "&lt;b&gt;mara&lt;/b&gt;")
                .doesNotContain("<b>mara");
    }

    @Test
    void offersChangesToThoseWhoMayMakeThemOnly() {
        when(list.read(any())).thenReturn(of(List.of(aRow(7, JobState.FAILED)), filterOf("state=FAILED"), null));

        assertThat(page("/jobs?state=FAILED"))
                .contains("href=\"/login?from=/jobs")
                .doesNotContain("type=\"checkbox\" name=\"job\"", "name=\"scope\"", "bulk.js");
        assertThat(pageOfSubmitter("/jobs?state=FAILED"))
                .contains("action=\"/jobs/bulk?state=FAILED\"", "name=\"job\" form=\"bulk\" value=\"7\"", "bulk.js")
                .contains("all 9 that match", "value=\"retry\"", "value=\"cancel\"");
    }

    @Test
    void keepsOrderAndColumnsWhereverALinkLeads() {
        var filter = filterOf("state=FAILED&sort=run&cols=user,ended");
        when(list.read(any())).thenReturn(of(List.of(aRow(7, JobState.FAILED)), filter, null));

        assertThat(page("/jobs?state=FAILED&sort=run&cols=user,ended"))
                .contains("href=\"/jobs?sort=run&amp;cols=user,ended\"", "Jobs without a run are not in this order.")
                .contains("href=\"/jobs.csv?state=FAILED&amp;sort=run&amp;cols=user,ended\"")
                .contains("name=\"sort\" value=\"run\"", "name=\"cols\" value=\"user,ended\"", ">mara<")
                .doesNotContain("data-live=\"job7-host\"");
    }

    @ParameterizedTest
    @EnumSource(JobOrder.class)
    void tellsTheOrderToThoseWhoSeeItAndToThoseWhoHearIt(JobOrder order) {
        var filter = filterOf("sort=" + JobListReader.word(order));
        when(list.read(any())).thenReturn(of(List.of(aRow(7, JobState.FINISHED)), filter, null));

        assertThat(page("/jobs")).containsOnlyOnce("aria-sort=");
    }

    @Test
    void showsEveryColumnThereIs() {
        var all = String.join(
                ",", Arrays.stream(JobColumn.values()).map(JobColumn::word).toList());
        when(list.read(any())).thenReturn(of(List.of(aRow(7, JobState.FINISHED)), filterOf("cols=" + all), null));

        assertThat(page("/jobs?cols=" + all))
                .contains(">mara<", ">printEnv<", "href=\"/workflows/3\"", "data-live=\"job7-ended\"", ">any<");
    }

    @Test
    void remembersTheColumnsThatSomebodyChose() {
        when(list.read(any())).thenReturn(of(List.of(), filterOf("cols=user,ended"), null));

        var chosen = get("/jobs?cols=user&cols=ended");

        assertThat(chosen.getResponse().getHeader("Set-Cookie"))
                .startsWith("freshet-columns=user.ended;")
                .contains("HttpOnly", "SameSite=Strict", "Path=/jobs");
    }

    @Test
    void takesTheColumnsFromTheCookieWhereTheAddressNamesNone() {
        when(list.read(any())).thenReturn(of(aRow(7, JobState.FINISHED)));

        browser.get()
                .uri("/jobs?state=FAILED")
                .cookie(new Cookie("freshet-columns", "user.ended"))
                .exchange();
        browser.get()
                .uri("/jobs")
                .cookie(new Cookie("freshet-columns", "<b>.ended"))
                .exchange();

        ArgumentCaptor<MultiValueMap<String, String>> asked = ArgumentCaptor.captor();
        verify(list, times(2)).read(asked.capture());
        assertThat(asked.getAllValues().getFirst()).containsEntry("cols", List.of("user,ended"));
        assertThat(asked.getAllValues().getLast()).doesNotContainKey("cols");
    }

    @Test
    void linksToListsThatAreKeptAndOffersToKeepThisOne() {
        var own = new SavedViewBar.Link(1, "<i>mine</i>", "/jobs?state=FAILED", "mara", true, true, true, 1204L);
        var shared = new SavedViewBar.Link(2, "late", "/jobs?state=EXPIRED", "tom", false, false, false, null);
        when(views.read(any(), any())).thenReturn(new SavedViewBar(List.of(own, shared), true, true, false));
        when(list.read(any())).thenReturn(of(List.of(), filterOf("state=FAILED"), null));

        assertThat(page("/jobs?state=FAILED"))
                .contains("&lt;i&gt;mine&lt;/i&gt;", "href=\"/jobs?state=EXPIRED\"", " of tom", "> 1,204<")
                .contains("action=\"/views?state=FAILED\"", "action=\"/views/1/remove\"")
                .doesNotContain("action=\"/views/2/remove\"", "name=\"shared\"", "<i>mine");
    }

    @Test
    void leadsFromTheSearchFieldToTheJobOrToWhatMatches() {
        when(list.read(any())).thenReturn(of(List.of(), filterOf("q=reco"), null));

        assertThat(get("/jobs?q=1,204")).hasStatus3xxRedirection().hasRedirectedUrl("/jobs/1204");
        assertThat(page("/jobs?q=reco")).contains("<b>reco</b>");
    }

    @Test
    void givesFilesNames() {
        var csv = browser.get().uri("/jobs.csv?state=FAILED").exchange();
        var json = browser.get().uri("/jobs.json").exchange();

        assertThat(csv).hasStatusOk().hasHeader("Content-Disposition", "attachment; filename=\"jobs.csv\"");
        assertThat(csv).hasContentTypeCompatibleWith(MediaType.parseMediaType("text/csv"));
        assertThat(json).hasStatusOk().hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
    }

    @Test
    void saysThatNothingIsKnownWithoutTheDatabase() {
        var refused = new SQLException("connection refused", "08001");
        when(list.read(any())).thenThrow(new DataAccessResourceFailureException("no connection", refused));

        var result = get("/jobs");

        assertThat(result).hasStatus(503);
        assertThat(body(result)).contains("The database cannot be reached").doesNotContain("connection refused");
    }

    @Test
    void understandsWhatTheListUnderstandsAndNamesTheRest() {
        var query = new LinkedMultiValueMap<String, String>();
        query.add("run", "5076-5077,5080");
        query.add("from", "2h");
        query.add("to", "yesterday");
        query.add("sort", "colour");

        var filter = JobListReader.filter(query);
        var criteria = JobListReader.criteria(filter, NOW);

        assertThat(criteria.runs())
                .extracting(it -> it.from() + " " + it.to())
                .containsExactly("5076 5077", "5080 5080");
        assertThat(criteria.defined().from()).isEqualTo(NOW.minusSeconds(7200));
        assertThat(filter.ignored()).extracting(Filter.Ignored::text).containsExactly("to=yesterday", "sort=colour");
        assertThat(JobListReader.order(filter)).isEqualTo(JobOrder.NEWEST);
    }
}
