package org.freshet.server.dashboard.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.overview.OverviewReader;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Pages of the past, from records. */
@WebMvcTest(
        controllers = PastController.class,
        includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.OverviewController"))
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class PastPagesTest {

    private static final Words WORDS = PageFixtures.words();
    private static final String AT = "2026-11-20T02:14:00Z";

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    OverviewReader overview;

    @MockitoBean
    PastReader past;

    @MockitoBean
    JobsThenReader then;

    private String page(String uri) {
        var result = browser.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();
        assertThat(result).hasStatusOk();
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private static Past moment(String path) {
        return Past.of(path, AT, NOW, NOW.minusSeconds(86_400), WORDS);
    }

    private static StateBar bar(JobState state, long jobs) {
        return StateBar.of(
                new LinkedHashMap<>(Map.of(Badge.of(state), jobs)), moment("/").jobs(), "&state=");
    }

    @Test
    void showsTheOverviewAsItWas() {
        var counted = new PastPage.Counted(
                bar(JobState.RUNNING, 204), bar(JobState.FINISHED, 1000), new PastSql.Pilots(12, 1));
        when(past.read(AT)).thenReturn(new PastPage(moment("/"), counted));

        assertThat(page("/?at=" + AT))
                .contains("As of 02:14:00 UTC.", "204 + 1,000 = 1,204 jobs", "the 1,204 jobs of that moment")
                .contains("href=\"/jobs?at=2026-11-20T02:14:00Z&amp;state=RUNNING\"", "href=\"/\"")
                .contains("12 pilots were there, 1 was ordered and had not spoken yet.")
                .doesNotContain("data-live-url");
        verifyNoInteractions(overview);
    }

    @Test
    void saysWhatCannotBeKnown() {
        when(past.read("<b>")).thenReturn(new PastPage(Past.of("/", "<b>", NOW, NOW, WORDS), null));

        assertThat(page("/?at=<b>"))
                .contains("“&lt;b&gt;” is no time.", "banner s-late")
                .doesNotContain("<b>”");
    }

    @Test
    void listsJobsAsTheyWere() {
        var rows = List.of(
                new JobThen(
                        NOW,
                        12,
                        "n <b>x</b>",
                        "monitor",
                        5077L,
                        14L,
                        "mara",
                        NOW.minusSeconds(7200),
                        JobState.RUNNING,
                        NOW.minusSeconds(3700),
                        1,
                        JobState.FAILED),
                new JobThen(NOW, 11, "n", "monitor", null, null, "mara", NOW, null, null, null, JobState.TEMPLATE));
        var filter = new Filter("/jobs", List.of(), new LinkedHashMap<>(), List.of());
        when(then.read(any()))
                .thenReturn(new JobsThenPage(
                        moment("/jobs"), filter, "2 jobs", rows, null, "/jobs?after=11", null, List.of(), null));

        assertThat(page("/jobs?at=" + AT + "&state=RUNNING"))
                .contains("data-then=\"12\"", "#i-running", "02:11:07", "n &lt;b&gt;x&lt;/b&gt;", "5077.14")
                .contains("unknown", "#i-failed", "href=\"/jobs?after=11\"", "aria-disabled=\"true\"")
                .doesNotContain("data-live-url");
    }
}
