package org.freshet.server.dashboard.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.job.JobFixtures.aRun;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.aPager;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Role;
import org.freshet.server.dashboard.failures.BanQuestion;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dashboard.pilots.Heartbeat;
import org.freshet.server.failure.HostRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Makes the pages about hosts from records, and reads what they say. */
@WebMvcTest(controllers = HostPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class HostPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    HostReader hosts;

    private String page(String uri) {
        var result = browser.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();

        assertThat(result).hasStatusOk();
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private static HostFacts aHost(String name, Heartbeat heartbeat, long failed) {
        return aHost(name, heartbeat, failed, heartbeat == Heartbeat.LOST ? 0 : 7);
    }

    private static HostFacts aHost(String name, Heartbeat heartbeat, long failed, long busy) {
        SequencedMap<PilotState, Long> states = new LinkedHashMap<>();
        states.put(PilotState.IDLE, 1L);
        states.put(PilotState.BUSY, busy);
        return new HostFacts(
                NOW,
                name,
                List.of("local", "np04"),
                states,
                heartbeat,
                heartbeat == Heartbeat.STALE ? 1 : 0,
                heartbeat == Heartbeat.LOST ? 2 : 0,
                heartbeat == Heartbeat.STALE ? 19 : -3,
                NOW.minusSeconds(2),
                heartbeat == Heartbeat.FRESH ? new MachineState(8, 7.94, 65_536, 25_600, 900) : null,
                heartbeat == Heartbeat.FRESH ? NOW.minusSeconds(9) : null,
                new HostRecord(name, 11, failed, 100, 3, List.of()));
    }

    @Test
    void listsHostsWithWhatTheirPilotsSay() {
        var filter = new Filter("/hosts", List.of(), new LinkedHashMap<>(), List.of());
        var view = new HostsPage.View("stale", 1, "/hosts?heartbeat=STALE", false);
        when(hosts.list(any()))
                .thenReturn(new HostsPage(
                        AT,
                        filter,
                        "3 hosts",
                        List.of(view),
                        List.of(
                                aHost("fresh-1", Heartbeat.FRESH, 0),
                                aHost("<i>stale</i>", Heartbeat.STALE, 9),
                                aHost("lost-1", Heartbeat.LOST, 1)),
                        "/hosts?after=lost-1",
                        "/hosts",
                        List.of("local"),
                        null));

        assertThat(page("/hosts"))
                .contains("7.9 of 8", "25 GB of 64 GB", "900 MB", "0 of 11", "href=\"/hosts/fresh-1\"")
                .contains("&lt;i&gt;stale&lt;/i&gt;", "#i-late", "st s-failed loud", "9 of 11")
                .contains("#i-lost", "unknown", "href=\"/hosts?after=lost-1\"", "href=\"/hosts?heartbeat=STALE\"")
                .doesNotContain("<i>stale");
    }

    @Test
    void showsAHostWithItsPilotsAndItsJobs() {
        var host = aHost("fresh-1", Heartbeat.FRESH, 9);
        var pilot = new HostPilot(NOW, 4, "local", PilotState.BUSY, null, 12L, 3, NOW.minusSeconds(30), null, 20);
        when(hosts.read(eq("fresh-1"), any()))
                .thenReturn(new HostPage(
                        AT,
                        host,
                        HostReader.why(host, WORDS),
                        new BanQuestion("fresh-1", "Its 8 pilots <b>stop</b>.", null),
                        List.of(pilot),
                        List.of(aRun(12, "PILOT_LOST")),
                        aPager("/hosts/fresh-1")));

        assertThat(page("/hosts/fresh-1"))
                .contains("9 of 11 attempts of the last 2 hours failed on this host.", "class=\"why broken\"")
                .contains("All 8 pilots of it speak in time: 7 busy, 1 idle.")
                .contains("href=\"/pilots/4\"", "href=\"/jobs/12?attempt=1\"", "href=\"/pool/local\"", "stale")
                .contains("&lt;b&gt;noise&lt;/b&gt;", "1,900 MB", "data-live-url=\"/hosts/fresh-1\"")
                .contains("On all other hosts 3 of 100 did.", ">pilots alive<")
                .doesNotContain("action=\"/errors/ban\"");
        var operators = browser.get()
                .uri("/hosts/fresh-1")
                .principal(() -> "olga")
                .with(it -> {
                    it.addUserRole(Role.OPERATOR.name());
                    return it;
                })
                .exchange();
        assertThat(new String(operators.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8))
                .contains("action=\"/errors/ban\"", "name=\"back\" value=\"/hosts/fresh-1\"", "name=\"why\"")
                .contains("Its 8 pilots &lt;b&gt;stop&lt;/b&gt;.");
    }

    @Test
    void saysHowAHostDoesAndWhatToDo() {
        assertThat(HostReader.why(aHost("a", Heartbeat.FRESH, 0), WORDS).look()).isEqualTo(Look.CALM);
        assertThat(HostReader.why(aHost("a", Heartbeat.STALE, 0), WORDS)).satisfies(it -> {
            assertThat(it.look()).isEqualTo(Look.LATE);
            assertThat(it.sentence()).isEqualTo("1 of its 8 pilots is past due, for 19 s at most.");
        });
        assertThat(HostReader.why(aHost("a", Heartbeat.STALE, 0, 0), WORDS).sentence())
                .isEqualTo("Its pilot is past due, for 19 s at most.");
        assertThat(HostReader.why(aHost("a", Heartbeat.LOST, 0), WORDS)).satisfies(it -> {
            assertThat(it.look()).isEqualTo(Look.BROKEN);
            assertThat(it.sentence()).contains("2 fell silent");
        });
    }

    @Test
    void tellsFreshFromStaleAndLost() {
        assertThat(Heartbeat.of(true, false, 10)).isEqualTo(Heartbeat.FRESH);
        assertThat(Heartbeat.of(true, false, 10.5)).isEqualTo(Heartbeat.STALE);
        assertThat(Heartbeat.of(false, true, 0)).isEqualTo(Heartbeat.LOST);
        assertThat(Heartbeat.of(false, false, 0)).isEqualTo(Heartbeat.GONE);
    }

    @Test
    void leadsToAHostWhateverItIsCalled() {
        assertThat(Paths.host("wn042.example.org")).isEqualTo("/hosts/wn042.example.org");
        assertThat(Paths.host("a/b;c")).isEqualTo("/hosts?host=a%2Fb%3Bc");
    }

    @Test
    void saysThatAHostIsNotKnown() {
        when(hosts.read(eq("nowhere"), any())).thenThrow(new PageNotFound(WORDS.say("host.missing", "nowhere")));

        assertThat(browser.get()
                        .uri("/hosts/nowhere")
                        .accept(MediaType.TEXT_HTML)
                        .exchange())
                .hasStatus(404);
    }
}
