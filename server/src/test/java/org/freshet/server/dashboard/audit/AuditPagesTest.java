package org.freshet.server.dashboard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.when;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Filter.Ignored;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
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
import org.springframework.util.LinkedMultiValueMap;

/** Makes the audit from records, and reads what it says. */
@WebMvcTest(controllers = AuditPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class AuditPagesTest {

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    AuditReader audit;

    private MvcTestResult get(String uri) {
        var result = browser.get().uri(uri).accept(MediaType.ALL).exchange();

        assertThat(result).hasStatusOk();
        return result;
    }

    private static AuditRow aChange(
            String entity, long id, @Nullable String name, @Nullable String from, String to, String actor) {
        var isOfAPerson = actor.startsWith("user ");
        return new AuditRow(
                NOW,
                NOW.minusSeconds(id),
                entity,
                id,
                name,
                from,
                to,
                actor,
                isOfAPerson ? "10.1.2.3 token 12" : null,
                isOfAPerson ? "=no, <b>not</b> so" : null,
                null,
                entity.equals("jobtype") ? "limit: none → 3" : null);
    }

    private static List<AuditRow> changes() {
        return List.of(
                aChange("job", 1, "a <i>plot</i>", "DEFINED", "CANCELLED", "user mara"),
                aChange("jobtype", 2, "monitor", "ACTIVE", "ACTIVE", "user otto"),
                aChange("token", 3, "laptop of mara", null, "ACTIVE", "service start"),
                aChange("workflow", 4, null, "FAILED", "DELETED", "user otto"),
                aChange("pilot", 5, null, "IDLE", "LOST", "pilot 5"));
    }

    @Test
    void saysWhoDidWhatWhenFromWhereAndWhy() {
        var filter = new Filter("/audit", List.of(), new LinkedHashMap<>(), List.of(new Ignored("id=7", true)));
        var pager = new Pager(5, null, "/audit?after=x", 2, "/audit", "/audit?top=y");
        when(audit.read(any()))
                .thenReturn(new AuditPage(
                        Moment.of(NOW, NOW),
                        filter,
                        changes(),
                        pager,
                        "The search ended.",
                        "/audit.csv?user=mara",
                        null));

        assertThat(body(get("/audit")))
                .contains("href=\"/jobs/1\"", "job 1", "a &lt;i&gt;plot&lt;/i&gt;", "defined → ", "#i-cancelled")
                .contains("href=\"/types/monitor\"", "job type monitor", "limit: none → 3", "href=\"/audit?user=mara\"")
                .contains("token 3", "laptop of mara", "service start", "the server", "10.1.2.3 token 12")
                .contains("<b>deleted</b>", "href=\"/workflows/4\"", "href=\"/pilots/5\"", "#i-lost")
                .contains("=no, &lt;b&gt;not&lt;/b&gt; so", "id=7", "The search ended.", "2 newer changes:")
                .contains("href=\"/audit.csv?user=mara\"", "data-live-url=\"/audit?top=y\"", "value=\"INSTALLATION\"")
                .doesNotContain("#i-deleted", "<b>not");
    }

    @Test
    void givesTheSameAsAFile() {
        when(audit.below(any(), isNull(), anyInt())).thenReturn(changes());

        var result = get("/audit.csv?entity=job");

        assertThat(result).hasHeader("Content-Disposition", "attachment; filename=\"audit.csv\"");
        assertThat(result.getResponse().getContentType()).startsWith("text/csv");
        assertThat(body(result).split("\r\n"))
                .hasSize(6)
                .startsWith("at,entity,id,name,from,to,actor,origin,reason,attempt,changed")
                .contains("2026-11-20T03:12:46.250Z,job,1,a <i>plot</i>,DEFINED,CANCELLED,user mara,10.1.2.3 token 12,"
                        + "\"'=no, <b>not</b> so\",,");
    }

    private static AuditFilters filters(String... query) {
        var parameters = new LinkedMultiValueMap<String, String>();
        Arrays.stream(query).map(it -> it.split("=", 2)).forEach(it -> parameters.add(it[0], it[1]));
        return AuditFilters.parse("/audit", parameters, NOW);
    }

    @Test
    void readsTimesAsPeopleWriteThem() {
        assertThat(filters("from=2026-11-20").from()).isEqualTo("2026-11-20T00:00:00Z");
        assertThat(filters("to=2026-11-20").to()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(filters("from=2026-11-20 03:10").from()).isEqualTo("2026-11-20T03:10:00Z");
        assertThat(filters("since=PT2H").from()).isEqualTo("2026-11-20T01:12:47.250Z");
        assertThat(filters("from=2026-11-20T03:10:01Z").shown().href())
                .isEqualTo("/audit?from=2026-11-20T03%3A10%3A01Z");
    }

    @Test
    void namesWhatItCannotUse() {
        var filters = filters("from=yesterday", "id=7", "entity=ghost", "flavour=cold");

        assertThat(filters.shown().isEmpty()).isTrue();
        assertThat(filters.from()).isEqualTo(AuditFilters.FIRST);
        assertThat(filters.shown().ignored())
                .containsExactlyInAnyOrder(
                        new Ignored("from=yesterday", true),
                        new Ignored("id=7", true),
                        new Ignored("entity=GHOST", true),
                        new Ignored("flavour=cold", false));
    }

    @Test
    void looksAtAllThatHappenedToOneThing() {
        assertThat(filters("entity=job", "id=7").isOfOne()).isTrue();
        assertThat(filters("entity=job,pilot", "id=7").isOfOne()).isFalse();
        assertThat(filters("entity=job", "id=7").isSearched()).isFalse();
        assertThat(filters("user=mara").isSearched()).isTrue();
        assertThat(filters("from=PT2H").isSearched()).isFalse();
    }
}
