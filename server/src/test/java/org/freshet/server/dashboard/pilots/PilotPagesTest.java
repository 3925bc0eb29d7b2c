package org.freshet.server.dashboard.pilots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.job.JobFixtures.aRun;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.anExplanation;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.freshet.server.dashboard.pilots.PilotFixtures.aPilot;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
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

/** Makes the pages about pilots from records, with much and with little in them, and reads what they say. */
@WebMvcTest(controllers = PilotPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class PilotPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    Changes changes;

    @MockitoBean
    PilotListReader pilotList;

    @MockitoBean
    PilotReader pilots;

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

    private static StateBar bar(SequencedMap<Badge, Long> counts) {
        return StateBar.of(counts, "/jobs");
    }

    private static SequencedMap<Badge, Long> counts(Map<String, Long> counts) {
        SequencedMap<Badge, Long> badges = new LinkedHashMap<>();
        counts.forEach((state, count) -> badges.put(Badge.named(state), count));
        return badges;
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
        showsAPilot(aPilot(4, state));

        assertThat(page("/pilots/4"))
                .contains(
                        "Pilot 4",
                        "It is so.",
                        "The batch system said so.",
                        "href=\"/jobs/7?attempt=1\"",
                        "service pool")
                .contains("href=\"/pilots/4?after=2026-11-20T03:11:47Z,job,7\"", "&lt;b&gt;noise&lt;/b&gt;");
    }

    private void showsAPilot(PilotRow pilot) {
        var why = anExplanation();
        var history = new HistoryRow(AT, null, pilot.state().name(), "service pool", null, null);
        when(pilots.read(eq("4"), any()))
                .thenReturn(new PilotPage(
                        AT,
                        pilot,
                        why,
                        "/pool/local?top=7#run-7",
                        List.of(aRun(7, null)),
                        new Pager(1, null, "/pilots/4?after=2026-11-20T03:11:47Z,job,7", 0, "/pilots/4", "/pilots/4"),
                        List.of(history)));
    }

    @Test
    void doesNotSayThatTheBatchJobOfAnEndedPilotRuns() {
        showsAPilot(aPilot(4, PilotState.BUSY, slot(false)));
        assertThat(page("/pilots/4")).contains("</svg>running</span>", "Seen so since");

        showsAPilot(aPilot(4, PilotState.STOPPED, slot(true)));
        assertThat(page("/pilots/4"))
                .contains("</svg>last seen running</span>", "First seen so")
                .doesNotContain("Seen so since");
    }

    private static SlotRow slot(boolean over) {
        return new SlotRow("RUNNING", true, over, AT, null, null, null);
    }
}
