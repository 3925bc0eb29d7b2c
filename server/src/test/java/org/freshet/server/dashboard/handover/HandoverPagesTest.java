package org.freshet.server.dashboard.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.alarms.AlarmFixtures.anAlarm;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.Role;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.alarms.AlarmChanges;
import org.freshet.server.dashboard.handover.ShiftBar.Spell;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
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

/** Makes the page of the shift from records, and reads what it says and offers. */
@WebMvcTest(controllers = HandoverController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class HandoverPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    AlarmChanges changes;

    @MockitoBean
    HandoverReader shifts;

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

    private static HandoverPage shift(boolean full) {
        var when = new HandoverPage.When(
                Moment.of(NOW.minus(Duration.ofHours(8)), NOW),
                AT,
                true,
                "/handover?from=2026-11-19T11:12:47Z&to=2026-11-19T19:12:47Z",
                "/handover?from=2026-11-19T19:12:47Z&to=2026-11-20T03:12:47Z",
                "/handover.txt?from=2026-11-19T19:12:47Z&to=2026-11-20T03:12:47Z");
        var filter = new Filter("/handover", List.of(), new LinkedHashMap<>(), List.of());
        var from = NOW.minus(Duration.ofHours(8));
        var bar = ShiftBar.of(
                from, NOW, full ? List.of(new Spell(Alarm.Look.LATE, NOW.minusSeconds(3600), null)) : List.of());
        var deed = new Deed(AT, "mara", "job", "CANCELLED", "wrong <b>file</b>", 4, 12, null);
        var page = new HandoverPage(
                AT,
                filter,
                when,
                List.of("7 h 00 min of 8 h 00 min without an alarm."),
                bar,
                List.of("19:12", "03:12"),
                full ? List.of(anAlarm(17, AlarmState.OPEN)) : List.of(),
                full ? List.of(new HappenedRow(NOW, AT, "late", "femb is <i>late</i>.", "mara")) : List.of(),
                full ? List.of("femb: once, 1 h 00 min in all") : List.of(),
                full ? List.of(new FailedGroup("mon itor", "EXIT_CODE", 1204, 40)) : List.of(),
                full ? List.of(new HandoverPage.Done(deed, deed.what(PageFixtures.words()))) : List.of(),
                full ? List.of(new ShiftNote(AT, "tom", "APA3 <b>noisy</b>")) : List.of(),
                full ? new HandoverPage.Cut(true, true, true, true) : HandoverPage.Cut.NOTHING,
                "");
        return page.with(HandoverText.of(page, PageFixtures.words()));
    }

    @Test
    void tellsEveryTimeInTheZoneThatItsReaderChose() {
        when(shifts.read(any())).thenReturn(shift(true));

        assertThat(text(inTokyo("/handover"))).contains("tom, 12:12:47").doesNotContain("tom, 03:12:47");
    }

    private String inTokyo(String uri) {
        var request = browser.get().uri(uri).cookie(new Cookie("freshet-times", "local:Asia/Tokyo"));
        return body(request.accept(MediaType.TEXT_HTML).exchange());
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]+>", "").replaceAll("\\s+", " ");
    }

    @Test
    void handsOverWhatHappened() {
        when(shifts.read(any())).thenReturn(shift(true));

        assertThat(page("/handover", Role.VIEWER))
                .contains("Shift since 2026-11-19 19:12:47 UTC", "7 h 00 min of 8 h 00 min without an alarm.")
                .contains("class=\"fill s-late\" x=\"87.50%\" width=\"12.50%\"", "1 h 00 min late", "7 h 00 min ok")
                .contains("href=\"/alarms?id=17\"", "femb: once, 1 h 00 min in all", "4 jobs, first 12: cancelled")
                .contains("wrong &lt;b&gt;file&lt;/b&gt;", "APA3 &lt;b&gt;noisy&lt;/b&gt;", "1,204")
                .contains("href=\"/jobs?state=FAILED&amp;reason=EXIT_CODE&amp;type=mon%20itor\"")
                .contains("href=\"/handover.txt?from=2026-11-19T19:12:47Z&amp;to=2026-11-20T03:12:47Z\"")
                .contains("action=\"/handover/notes\"", "data-copy=\"handover-text\"")
                .contains(
                        "there were more",
                        "there was more. The audit",
                        "there are more. A shorter",
                        "there are more. The page")
                .doesNotContain("<b>file</b>", "<b>noisy</b>", "<i>late</i>");
        assertThat(page("/handover", null)).contains("Log in to add a note").doesNotContain("action=\"/handover/notes");
    }

    @Test
    void handsOverAShiftInWhichNothingHappened() {
        when(shifts.read(any())).thenReturn(shift(false));

        assertThat(page("/handover", Role.VIEWER))
                .contains(
                        "Nothing is open.", "Nobody has written one.", "Nobody changed anything.", "No attempt failed.")
                .contains("No alarm, and nothing unusual of the pools.", "No job type was late.")
                .doesNotContain("<tbody");
    }

    @Test
    void isThereAsPlainText() {
        when(shifts.read(any())).thenReturn(shift(true));

        MvcTestResult result = browser.get().uri("/handover.txt").exchange();

        assertThat(result).hasStatusOk().hasContentType("text/plain;charset=UTF-8");
        assertThat(body(result))
                .startsWith("Shift from 2026-11-19 19:12:47 UTC, so far (03:12:47 UTC). All times are UTC.\n")
                .contains("\nOPEN\n - femb is late: its oldest waiting job waits for 14 min 05 s; the limit is 10 min."
                        + " (since 03:07:47 UTC; nobody has acknowledged it)\n")
                .contains("\nWHAT HAPPENED\n - 03:12:47 femb is <i>late</i>. (mara)\n")
                .contains("\nFAILURES\n - 1,204 mon itor, EXIT_CODE; 40 jobs are failed still\n")
                .contains("\nWHAT WAS DONE\n - 03:12:47 4 jobs, first 12: cancelled: wrong <b>file</b> (mara)\n")
                .contains("\nNOTES\n - 03:12:47 tom: APA3 <b>noisy</b>\n")
                .endsWith("\n - These are the newest notes; there are more. A shorter time shows the others.\n");
    }

    @Test
    void keepsWhatWasTypedIfTheNoteIsRefused() {
        when(shifts.read(any())).thenReturn(shift(false));
        when(changes.note(any(), any())).thenReturn(new Outcome(HttpStatus.BAD_REQUEST, "Nothing was changed."));

        MvcTestResult result = browser.post()
                .uri("/handover/notes")
                .param("text", "too <b>long</b>")
                .principal(() -> "mara")
                .exchange();

        assertThat(result).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(body(result)).contains("Nothing was changed.", "too &lt;b&gt;long&lt;/b&gt;</textarea>");
    }

    @Test
    void namesWhatPeopleKnowByItsName() {
        var deed = new Deed(AT, "mara", "jobtype", "ACTIVE", "first job", 1, 24, "ev disp");

        assertThat(deed.what(PageFixtures.words())).isEqualTo("job type ev disp: active");
        assertThat(deed.href()).isEqualTo("/types/ev%20disp");
    }
}
