package org.freshet.server.dashboard.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A page looks as its reader has chosen, and the choice leads back to the page. */
@WebMvcTest(
        controllers = DatasetPagesController.class,
        includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.DisplayController"))
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class DisplayPagesTest {

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    DatasetListReader list;

    @MockitoBean
    DatasetPageReader datasets;

    private String page(Cookie... cookies) {
        var at = Moment.of(NOW, NOW);
        var filter = new Filter("/datasets", List.of(), new LinkedHashMap<>(), List.of());
        var pager = new Pager(0, null, null, 0, "/datasets", "/datasets?top=9");
        when(list.read(any())).thenReturn(new DatasetsPage(at, filter, "0", List.of(), pager, null, List.of(), null));
        MvcTestResult result = browser.get()
                .uri("/datasets")
                .cookie(cookies)
                .accept(MediaType.TEXT_HTML)
                .exchange();

        assertThat(result).hasStatusOk();
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void looksAsTheSystemOfTheBrowserWithoutAChoice() {
        assertThat(page(new Cookie("other", "1")))
                .contains("<html lang=\"en\">", "03:12:47</time></b> UTC", "Times in UTC");
    }

    @Test
    void looksAsItsReaderHasChosen() {
        assertThat(page(
                        new Cookie("freshet-theme", "dark"),
                        new Cookie("freshet-rows", "roomy"),
                        new Cookie("freshet-times", "local:Asia/Tokyo")))
                .contains("data-theme=\"dark\"", "data-density=\"roomy\"")
                .contains("12:12:47</time></b> JST", "Times in Asia/Tokyo")
                .contains("datetime=\"2026-11-20T03:12:47.250Z\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            theme=dark                          | freshet-theme=dark;
            rows=compact                        | freshet-rows=compact;
            keys=off                            | freshet-keys=off;
            times=relative                      | freshet-times=relative;
            times=local&zone=Europe/Zurich      | freshet-times=local:Europe/Zurich;
            theme=system                        | freshet-theme=; Path=/; Max-Age=0
            theme=pink                          | freshet-theme=; Path=/; Max-Age=0
            """)
    void remembersAChoice(String query, String cookie) {
        var answer = browser.get().uri("/display?" + query).exchange();

        assertThat(answer).hasStatus(303);
        assertThat(answer.getResponse().getHeader("Set-Cookie"))
                .startsWith(cookie)
                .contains("HttpOnly");
    }

    @Test
    void takesTheZoneOfTheServerWhereNoScriptTellsThatOfTheBrowser() {
        var answer = browser.get().uri("/display?times=local&zone=Atlantis").exchange();

        assertThat(answer.getResponse().getHeader("Set-Cookie"))
                .startsWith("freshet-times=local:" + ZoneId.systemDefault().getId());
    }

    @ParameterizedTest
    @CsvSource({
        "http://np04.example/jobs?state=FAILED, /jobs?state=FAILED",
        "http://np04.example//evil.example, /",
        "http://evil.example/jobs, /",
        "nonsense, /",
    })
    void leadsBackToThePageOfThisServerFromWhichOneCame(String referrer, String target) {
        var answer = browser.get()
                .uri("/display?theme=dark")
                .header("Host", "np04.example")
                .header("Referer", referrer)
                .exchange();

        assertThat(answer.getResponse().getHeader("Location")).isEqualTo(target);
    }
}
