package org.freshet.server.dashboard.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.alarms.AlarmFixtures.aSilence;
import static org.freshet.server.dashboard.alarms.AlarmFixtures.anAlarm;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.util.LinkedHashMap;
import java.util.List;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.Role;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Makes the page of alarms from records, and reads what it says and offers. */
@WebMvcTest(controllers = AlarmPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class AlarmPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    AlarmListReader list;

    @MockitoBean
    AlarmChanges changes;

    @MockitoBean
    AlarmPagesSql sql;

    @BeforeEach
    void count() {
        when(sql.goingOn())
                .thenReturn(List.of(
                        anAlarm(17, AlarmState.OPEN),
                        anAlarm(16, AlarmState.OPEN),
                        anAlarm(99, AlarmState.ACKNOWLEDGED)));
    }

    private String page(String uri, @Nullable Role role) {
        var request = browser.get().uri(uri).accept(MediaType.TEXT_HTML);
        if (role != null) {
            request = request.principal(() -> "mara").with(it -> {
                it.addUserRole(role.name());
                return it;
            });
        }
        MvcTestResult result = request.exchange();
        assertThat(result).hasStatusOk();
        return body(result);
    }

    private static AlarmsPage alarms(List<AlarmRow> goingOn, List<SilenceRow> silences, @Nullable EmptyList empty) {
        var filter = new Filter("/alarms", List.of(), new LinkedHashMap<>(), List.of());
        var pager = new Pager(goingOn.size(), null, "/alarms?after=5", 2, "/alarms", "/alarms?top=9");
        var rows = empty == null ? List.of(anAlarm(9, AlarmState.CLEARED)) : List.<AlarmRow>of();
        return new AlarmsPage(AT, AT, null, filter, "1 open", goingOn, silences, "12 in all", rows, pager, empty);
    }

    @Test
    void listsWhatGoesOnAndWhatWas() {
        when(list.read(any()))
                .thenReturn(alarms(
                        List.of(
                                anAlarm(17, AlarmState.OPEN),
                                anAlarm(16, AlarmState.ACKNOWLEDGED),
                                anAlarm(15, AlarmState.SILENCED)),
                        List.of(aSilence(3)),
                        null));

        var html = page("/alarms", Role.OPERATOR);

        assertThat(html)
                .contains("femb is &lt;i&gt;late&lt;/i&gt;", "mail &lt;b&gt;sent&lt;/b&gt;", "&lt;b&gt;calibration")
                .contains("class=\"s-late\"", "class=\"s-late acked\"", "class=\"s-paused acked\"")
                .contains("acknowledged by mara", "freshet explain 12")
                .containsPattern("silenced by tom until <time [^>]*>04:12:47<")
                .contains("href=\"/types/femb\"", "data-row=\"9\"", "4 min 51 s", "12 in all")
                .contains("2 newer alarms:", "data-live-url=\"/alarms?top=9\"", "value=\"CLEARED\"", "pool_paused")
                .doesNotContain("<i>late</i>", "<b>sent</b>");
    }

    @Test
    void tellsEveryTimeInTheZoneThatItsReaderChose() {
        when(list.read(any()))
                .thenReturn(alarms(
                        List.of(anAlarm(16, AlarmState.ACKNOWLEDGED), anAlarm(15, AlarmState.SILENCED)),
                        List.of(aSilence(3)),
                        null));

        assertThat(text(inTokyo("/alarms")))
                .contains("silenced by tom until 13:12:47")
                .doesNotContain("03:12:47", "04:12:47");
    }

    private String inTokyo(String uri) {
        var request = browser.get().uri(uri).cookie(new Cookie("freshet-times", "local:Asia/Tokyo"));
        return body(request.accept(MediaType.TEXT_HTML).exchange());
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]+>", "").replaceAll("\\s+", " ");
    }

    @Test
    void offersToOperatorsWhatCanBeDone() {
        when(list.read(any()))
                .thenReturn(alarms(
                        List.of(anAlarm(17, AlarmState.OPEN), anAlarm(15, AlarmState.SILENCED)),
                        List.of(aSilence(3)),
                        null));

        assertThat(page("/alarms", Role.OPERATOR))
                .contains("action=\"/alarms/17/ack\"", "action=\"/alarms/17/silence\"", "Every job type that is late")
                .contains("action=\"/alarms/silences/3/end\"", "id=\"end-row-15\"", "id=\"end-all-3\"", ">4 hours<")
                .contains("<option value=\"168\">7 days")
                .doesNotContain("action=\"/alarms/15/silence\"", "Log in to acknowledge");
        assertThat(page("/alarms", Role.VIEWER)).doesNotContain("action=\"/alarms/17", "Log in to acknowledge");
        assertThat(page("/alarms", null))
                .contains("Log in to acknowledge or silence")
                .doesNotContain("action=\"/alarms/17");
    }

    @Test
    void saysSoWhenThereIsNone() {
        when(list.read(any()))
                .thenReturn(alarms(
                        List.of(), List.of(), new EmptyList("#i-ok", "No alarm so far", "How.", null, null, null)));

        assertThat(page("/alarms", Role.OPERATOR))
                .contains("No alarm so far", "Nothing needs a person.", "Nothing is kept silent.")
                .doesNotContain("<tbody");
    }

    @Test
    void hasTheNumberOfOpenAlarmsInHeadAndTitle() {
        when(list.read(any())).thenReturn(alarms(List.of(), List.of(), null));
        var began = NOW.minusSeconds(300).getEpochSecond();

        assertThat(page("/alarms", Role.VIEWER))
                .contains("<title>(2) Alarms · Freshet</title>", "aria-label=\"2 alarms open\"", "<b>2</b>")
                .contains("<span id=\"alarms-open\" hidden>17@" + began + " 16@" + began + "</span>")
                .contains("src=\"/alarms.js\"", "id=\"sound\"");
    }

    @Test
    void goesBackWhenItWasDoneAndSaysElseWhyNot() {
        when(list.read(any())).thenReturn(alarms(List.of(anAlarm(17, AlarmState.OPEN)), List.of(), null));
        when(changes.acknowledge(eq("17"), any(), any())).thenReturn(new Outcome(HttpStatus.OK, "Acknowledged."));
        when(changes.silence(eq("17"), any(), any()))
                .thenReturn(new Outcome(HttpStatus.BAD_REQUEST, "Nothing was changed. Say <b>why</b>."));

        assertThat(browser.post().uri("/alarms/17/ack").exchange())
                .hasStatus3xxRedirection()
                .hasRedirectedUrl("/alarms");
        MvcTestResult refused = browser.post().uri("/alarms/17/silence").exchange();

        assertThat(refused).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(body(refused)).contains("Say &lt;b&gt;why&lt;/b&gt;.", "femb is");
        assertThat(browser.get().uri("/alarms/17/ack").exchange()).hasRedirectedUrl("/alarms");
    }
}
