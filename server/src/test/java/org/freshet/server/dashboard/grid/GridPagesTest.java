package org.freshet.server.dashboard.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The page of the grid, from records. */
@WebMvcTest(controllers = GridController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class GridPagesTest {

    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    GridReader grid;

    private String page(String uri) {
        var result = browser.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();
        assertThat(result).hasStatusOk();
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void showsTheGrid() {
        var types = List.of("evdisp", "pur <i>ity");
        var rows = List.of(new GridRow(
                5077,
                37,
                true,
                List.of(
                        GridCell.of(
                                5077,
                                "evdisp",
                                List.of(new GridSql.Count(NOW, 5077, "evdisp", JobState.FAILED, 22, 3, NOW)),
                                WORDS),
                        GridCell.hole(5077, "pur <i>ity", WORDS))));
        var filter = new Filter("/grid", List.of(), new LinkedHashMap<>(), List.of());
        when(grid.read(any()))
                .thenReturn(new GridPage(
                        Moment.of(NOW, NOW),
                        filter,
                        "1 run, 2 types",
                        types,
                        Map.of("evdisp", new Badge("late", "late", true)),
                        rows,
                        List.of(new GridPage.Hole("pur <i>ity", 5077)),
                        new Pager(1, null, "/grid?after=5077", 2, "/grid", "/grid?top=5077"),
                        types,
                        "/grid?only=trouble",
                        "/grid",
                        null));

        assertThat(page("/grid"))
                .contains("aria-label=\"22 failed: run 5077, evdisp; 22 jobs in all\"", "class=\"hole\"", "#i-hole")
                .contains(
                        "class=\"gt st s-late\"",
                        "1 hole:",
                        "pur &lt;i&gt;ity in run 5077",
                        "2 newer runs:",
                        "37 jobs, not over")
                .contains("data-live-url=\"/grid?top=5077\"", "href=\"/grid?only=trouble\"")
                .doesNotContain("<i>ity");
    }
}
