package org.freshet.server.dashboard.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.jobs.JobRowFixtures.aRow;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.Mockito.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Makes the overview from a record, and reads what it says. */
@WebMvcTest(controllers = OverviewController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
@DirtiesContext // the page is shared for a second, also with the tests of another class
class OverviewPagesTest {

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    OverviewReader overview;

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
}
