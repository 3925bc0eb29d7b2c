package org.freshet.server.dashboard.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aBroughtDataset;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aDataset;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.util.LinkedHashMap;
import java.util.List;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.Kin;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Makes the pages about datasets from records, and reads what they say. */
@WebMvcTest(controllers = DatasetPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class DatasetPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    DatasetListReader list;

    @MockitoBean
    DatasetPageReader datasets;

    private MvcTestResult get(String uri) {
        return browser.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();
    }

    private String page(String uri) {
        MvcTestResult result = get(uri);

        assertThat(result).hasStatusOk();
        return body(result);
    }

    private static DatasetsPage pageOf(List<DatasetRow> rows, @Nullable String cut, @Nullable EmptyList empty) {
        var filter = new Filter("/datasets", List.of(), new LinkedHashMap<>(), List.of());
        var pager = new Pager(rows.size(), null, "/datasets?after=5", 2, "/datasets", "/datasets?top=9");
        return new DatasetsPage(AT, filter, "3 datasets", rows, pager, cut, List.of("TXT"), empty);
    }

    @Test
    void listsDatasetsOfWorkflowsAndOfNone() {
        when(list.read(any()))
                .thenReturn(pageOf(
                        List.of(
                                aDataset(9, DatasetState.WRITTEN, JobState.FINISHED),
                                aDataset(8, DatasetState.DEFINED, JobState.RUNNING),
                                aBroughtDataset(7, DatasetState.DEFINED)),
                        "The search ended.",
                        null));

        assertThat(page("/datasets"))
                .contains("href=\"/datasets/9\"", "href=\"/jobs/12\"", "href=\"/jobs/14\"", "href=\"/workflows/3\"")
                .contains("data-row=\"8\"", "expected", "/data/&lt;b&gt;7&lt;/b&gt;.txt", "The search ended.")
                .contains("2 newer datasets:", "data-live-url=\"/datasets?top=9\"", "value=\"WRITTEN\"", "variable")
                .doesNotContain("/data/<b>");
    }

    @Test
    void saysWhereDatasetsComeFromWhenThereAreNone() {
        var empty = new EmptyList("#i-flow", "No dataset so far", "How.", "freshet dataset add FILE", "/dags", "DAGs");
        when(list.read(any())).thenReturn(pageOf(List.of(), "The search ended.", empty));

        assertThat(page("/datasets"))
                .contains("No dataset so far", "freshet dataset add FILE")
                .doesNotContain("The search ended.", "<tbody");
    }

    private static DatasetPage datasetPage(
            DatasetRow row, @Nullable String check, List<Kin> readers, List<HistoryRow> history) {
        var facts = new DatasetFacts(
                NOW,
                row,
                "7.txt",
                "",
                "<i>why</i>",
                row.workflow() == null ? null : "wfq",
                check == null ? null : ".txt",
                check == null ? null : "text",
                check == null ? null : OutputCheck.valueOf(check),
                true);
        return new DatasetPage(AT, facts, DatasetPageReader.why(NOW, row, true, WORDS), readers, history);
    }

    @Test
    void showsADatasetWithItsEndsAndItsType() {
        var row = aDataset(7, DatasetState.DEFINED, JobState.FAILED);
        var reader = new Kin(14, "join", JobState.SKIPPED);
        when(datasets.read("7")).thenReturn(datasetPage(row, "NOT_EMPTY", List.of(reader), List.of()));

        assertThat(page("/datasets/7"))
                .contains("Its file is not there: job 12, vertex left, is failed.", "freshet workflow rerun 3")
                .contains("job 12, failed", "job 14, skipped", "there and not empty", "href=\"/datasets?datatype=TXT\"")
                .contains("href=\"/workflows/3\"", "&lt;i&gt;why&lt;/i&gt;", "freshet dataset show 7")
                .contains("data-live-url=\"/datasets/7\"")
                .doesNotContain("h-history", "data-live-every");
    }

    @Test
    void showsADatasetThatSomebodyBrought() {
        var row = aBroughtDataset(7, DatasetState.WRITTEN);
        var added = new HistoryRow(AT, null, "WRITTEN", "user mara", "added: /data/7.txt", null);
        when(datasets.read("7")).thenReturn(datasetPage(row, null, List.of(), List.of(added)));

        assertThat(page("/datasets/7"))
                .contains("none: somebody brought it", "no job", "user mara", "#i-finished", ">written<")
                .contains("data-live-every=\"30000\"")
                .doesNotContain("#i-written", "Checked");
    }

    @Test
    void saysThatADatasetDoesNotExist() {
        when(datasets.read("4711")).thenThrow(new PageNotFound(WORDS.say("dataset.missing", "4711")));

        MvcTestResult result = get("/datasets/4711");

        assertThat(result).hasStatus(404);
        assertThat(body(result)).contains("Dataset 4711 does not exist.");
    }
}
