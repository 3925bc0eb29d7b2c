package org.freshet.server.dashboard.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.failures.ErrorsChanges.Deed;
import org.freshet.server.dashboard.failures.ErrorsPage.Below;
import org.freshet.server.dashboard.failures.ErrorsPage.Choice;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.util.LinkedMultiValueMap;

/** Makes the page of failures from records, and reads what it says and offers. */
@WebMvcTest(controllers = ErrorsController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class ErrorsPagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final FailureRow.Form FORM =
            new FailureRow.Form("EXIT_CODE", "65", "", "monitor", "wn7", "", "2026-11-20T03:12:17.000001Z");

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    ErrorsReader errors;

    @MockitoBean
    ErrorsChanges changes;

    @MockitoBean
    Unresolved unresolved;

    private static RequestPostProcessor as(String role) {
        return (MockHttpServletRequest request) -> {
            request.setUserPrincipal(() -> "mara");
            request.addUserRole(role);
            return request;
        };
    }

    private String page(String role) {
        var result = browser.get()
                .uri("/errors")
                .accept(MediaType.TEXT_HTML)
                .with(as(role))
                .exchange();
        assertThat(result).hasStatusOk();
        return body(result);
    }

    private static FailureRow row(FailureRow.@Nullable Known known, FailureRow.@Nullable Form form) {
        return new FailureRow(
                ID,
                "monitor",
                "EXIT_CODE 65",
                "wn7",
                "1 host",
                4711,
                "cannot open <b>it</b>",
                "Read its log.",
                AT,
                AT,
                "M0.0,30.0 100.0,2.0",
                List.of("12", "11"),
                4709,
                "/jobs?state=FAILED&type=monitor",
                known,
                form);
    }

    private static ErrorsPage pageOf(List<FailureRow> rows, @Nullable BanQuestion question, @Nullable EmptyList empty) {
        var bar = new LinkedHashMap<Badge, Long>();
        bar.put(Badge.named("FAILED"), 9L);
        bar.put(Badge.named("FINISHED"), 2L);
        return new ErrorsPage(
                AT,
                ErrorsQuery.parse(new LinkedMultiValueMap<>(Map.of("colour", List.of("red"))), NOW),
                "54 jobs failed",
                "118 = 64 + 54",
                new Explanation(
                        NOW, Look.BROKEN, "Two causes make 46.", List.of("One host."), "Ban it.", null, List.of()),
                List.of(
                        new Choice("Unresolved", "54", "/errors", true),
                        new Choice("All", "118", "/errors?view=ALL", false)),
                List.of(new Choice("reason and type", null, "/errors?by=CAUSE", false)),
                List.of(new Choice("24 h", null, "/errors", true)),
                rows,
                "More than 10,000",
                new Below("1 group of 2", null, "/errors?after=" + ID),
                List.of(new HostRow(
                        "wn7",
                        "9 of 11",
                        StateBar.of(bar, "/jobs"),
                        "1 of 50",
                        "9 reco",
                        true,
                        "/jobs?host=wn7",
                        "/errors?ban=wn7#ban")),
                List.of(
                        new BanRow("wn8", "disk <i>full</i>", AT, "tom", null, null, null),
                        new BanRow("wn9", "old", AT, "tom", AT, "mara", "mended")),
                question,
                List.of(new AcknowledgedRow("3", "reco SIGNAL 11, 4 jobs", "tom", AT, "a test", "holds", true)),
                List.of("monitor"),
                empty);
    }

    @Test
    void showsGroupsWithTheirExamplesAndWhatToDo() {
        when(errors.read(any())).thenReturn(pageOf(List.of(row(null, FORM)), null, null));
        when(unresolved.count()).thenReturn(new Unresolved.Count(1234));

        assertThat(page("OPERATOR"))
                .contains("54 jobs failed", "Two causes make 46.", "Next step: Read its log.", "4,711")
                .contains("cannot open &lt;b&gt;it&lt;/b&gt;", "href=\"/jobs/12\"", "and 4,709 more", "EXIT_CODE 65")
                .contains("action=\"/errors/acknowledge\"", "value=\"2026-11-20T03:12:17.000001Z\"")
                .contains("href=\"/errors?ban=wn7#ban\"", "stands out", "9 of 11", "disk &lt;i&gt;full&lt;/i&gt;")
                .contains("action=\"/errors/allow\"", "allowed again by mara", "mended", "action=\"/errors/undo\"")
                .contains("colour=red", "rel=\"next\"", "More than 10,000", "1,234", "data-live-every=\"10000\"")
                .doesNotContain("<b>it</b>", "null", "Log in to acknowledge");
    }

    @Test
    void showsWhatSomebodySaidInsteadOfAForm() {
        var known = new FailureRow.Known("3", "tom", AT, "a <u>test</u>");
        when(errors.read(any())).thenReturn(pageOf(List.of(row(known, null)), null, null));

        assertThat(page("OPERATOR"))
                .contains("acknowledged by tom", "“a &lt;u&gt;test&lt;/u&gt;”")
                .doesNotContain("action=\"/errors/acknowledge\"");
    }

    @Test
    void offersNothingToAViewer() {
        when(errors.read(any()))
                .thenReturn(pageOf(List.of(row(null, FORM)), new BanQuestion("wn7", "Its pilots end.", null), null));

        assertThat(page("VIEWER"))
                .contains("EXIT_CODE 65", "wn8")
                .doesNotContain("action=\"/errors/", "ban=wn7", "id=\"ban\"", "Log in to acknowledge");
    }

    @Test
    void asksBeforeItBansAndSaysWhatABanDoes() {
        when(errors.read(any())).thenReturn(pageOf(List.of(), new BanQuestion("wn7", "Its 2 pilots end.", null), null));
        assertThat(page("OPERATOR")).contains("Its 2 pilots end.", "action=\"/errors/ban\"", "id=\"ban\"");

        when(errors.read(any()))
                .thenReturn(pageOf(List.of(), new BanQuestion("wn7", "x", "It is banned since long."), null));
        assertThat(page("OPERATOR")).contains("It is banned since long.").doesNotContain("action=\"/errors/ban\"");
    }

    @Test
    void saysThatNothingIsUnresolved() {
        var empty = new EmptyList("#i-finished", "No unresolved failure", "Nothing to do.", null, "/jobs", "All jobs");
        when(errors.read(any())).thenReturn(pageOf(List.of(), null, empty));

        assertThat(page("VIEWER"))
                .contains("No unresolved failure", "Nothing to do.")
                .doesNotContain("class=\"groups\"");
    }

    private MvcTestResult send(String deed, String back) {
        return browser.post()
                .uri("/errors/" + deed)
                .param("host", "wn7")
                .param("back", back)
                .with(as("OPERATOR"))
                .exchange();
    }

    @Test
    void goesBackToThePageWhenItWasDone() {
        when(changes.apply(eq(Deed.BAN), any(), any())).thenReturn(new Outcome(HttpStatus.OK, "wn7 is banned."));

        assertThat(send("ban", "/errors?type=reco%2Bx&from=2h")).hasRedirectedUrl("/errors?type=reco%2Bx&from=2h");
        assertThat(send("ban", "https://evil.example/")).hasRedirectedUrl("/errors");
        assertThat(send("ban", "/errors?a={b}")).hasRedirectedUrl("/errors");
    }

    @Test
    void saysOnThePageWhyNothingWasDone() {
        when(changes.apply(eq(Deed.ALLOW), any(), any()))
                .thenReturn(new Outcome(HttpStatus.CONFLICT, "Host wn7 is not banned."));
        when(errors.read(any())).thenReturn(pageOf(List.of(), null, null));

        var result = send("allow", "/errors");

        assertThat(result).hasStatus(409);
        assertThat(body(result)).contains("role=\"alert\">Host wn7 is not banned.</p>");
        assertThat(send("burn", "/errors")).hasStatus(404);
    }
}
