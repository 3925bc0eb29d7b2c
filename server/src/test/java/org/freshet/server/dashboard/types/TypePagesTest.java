package org.freshet.server.dashboard.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.LIMIT;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.fresh;
import static org.freshet.server.dashboard.job.JobFixtures.aRun;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.aPager;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.freshness.TypeFreshness;
import org.freshet.server.freshness.TypeFreshness.Result;
import org.freshet.server.freshness.TypeFreshness.Since;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Makes the pages about job types from records, and reads what they say. */
@WebMvcTest(controllers = TypePagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class TypePagesTest {

    private static final Moment AT = Moment.of(NOW, NOW);
    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    TypeReader types;

    @MockitoBean
    TypeChanges changes;

    private String page(String uri, boolean operator) {
        var request = browser.get().uri(uri).accept(MediaType.TEXT_HTML);
        if (operator) {
            request = request.with(it -> {
                it.setRemoteUser("otto");
                it.setUserPrincipal(() -> "otto");
                it.addUserRole("OPERATOR");
                it.addUserRole("SUBMITTER");
                return it;
            });
        }
        var result = request.exchange();
        assertThat(result).hasStatusOk();
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private static TypeRow aType(String name, @Nullable Integer limit, long waiting, long running) {
        return new TypeRow(
                NOW,
                7,
                name,
                limit,
                false,
                waiting,
                running,
                4,
                500,
                1.25,
                41.0,
                fresh(new TypeFreshness(NOW, name, LIMIT, waiting, running, 0, aResult(CountsFrom.DATA), null)));
    }

    private static Result aResult(CountsFrom from) {
        return new Result(4711, NOW.minusSeconds(120), new Since(NOW.minusSeconds(310), from));
    }

    private static TypeRow anUnusedType() {
        return new TypeRow(NOW, 8, "a+b: c", null, true, 0, 0, 0, 0, null, null, null);
    }

    @Test
    void listsJobTypesWithWhatIsKnownOfThem() {
        when(types.list(any()))
                .thenReturn(new TypesPage(
                        AT, "2 job types", List.of(aType("monitor", 8, 12, 8), anUnusedType()), null, "/types", null));

        assertThat(page("/types", false))
                .contains("href=\"/types/monitor\"", "8 of 8", "no place is free", "1.2 s", "41 s", "3 min 10 s")
                .contains("href=\"/jobs?type=monitor&amp;state=DEFINED\"", "href=\"/jobs/4711\"", "st s-failed loud")
                .contains("href=\"/types/a+b:%20c\"", "none yet", "unknown", "the newest");
    }

    private static TypeRow aType(CountsFrom from, @Nullable Duration limit) {
        var fresh = new TypeFreshness(NOW, "femb", limit == null ? LIMIT : limit, 0, 0, 0, aResult(from), null);
        return new TypeRow(NOW, 7, "femb", null, false, 0, 0, 0, 0, null, null, fresh(fresh));
    }

    @Test
    void saysThatATypeIsLateInTheWordsOfTheOverview() {
        var late = aType(CountsFrom.DEFINITION, Duration.ofMinutes(3));
        when(types.list(any()))
                .thenReturn(new TypesPage(
                        AT, "2 job types", List.of(late, aType("monitor", 8, 12, 8)), null, "/types", null));
        when(types.read(eq("femb"), any())).thenReturn(typePage(late));

        assertThat(page("/types", false)).containsOnlyOnce("st s-late loud").containsOnlyOnce("st s-late");
        assertThat(page("/types/femb", false))
                .contains("st s-late loud")
                .contains("It is late: 3 min 10 s since its job was defined", "and the limit is 3 min.")
                .contains("unknown: the time of its data is not known, or long ago");
    }

    private TypePage typePage(TypeRow type) {
        var change = new TypeChange(AT, "user otto", "limit: none → 8", "<b>slow</b> disk");
        return new TypePage(
                AT,
                type,
                TypeReader.why(type, WORDS),
                List.of(aRun(12, "FAILED")),
                aPager(type.page()),
                List.of(change));
    }

    @Test
    void showsAJobTypeAndOffersItsLimitToAnOperator() {
        when(types.read(eq("monitor"), any())).thenReturn(typePage(aType("monitor", 8, 12, 8)));

        assertThat(page("/types/monitor", true))
                .contains("All its places are taken: 8 of 8 run. 12 wait for one.", "at most 8 at once")
                .contains("action=\"/types/monitor/limit\"", "name=\"limit\"", "value=\"8\"")
                .contains("action=\"/types/monitor/newest-first\"", "limit: none → 8", "&lt;b&gt;slow&lt;/b&gt; disk")
                .contains("href=\"/hosts/b6d09b7731\"")
                .doesNotContain("oldest-first", "<b>slow");
    }

    @Test
    void offersNothingToWhoeverIsNotLoggedIn() {
        when(types.read(eq("monitor"), any())).thenReturn(typePage(aType("monitor", null, 0, 0)));

        assertThat(page("/types/monitor", false))
                .contains("Log in to change job type monitor", "no limit")
                .doesNotContain("action=\"/types/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
               | 3 | 1 | CALM | 1 of its jobs runs, 3 wait for a pilot.
             8 | 3 | 1 | CALM | 1 of its jobs runs, 3 wait for a pilot.
             1 | 0 | 1 | CALM | All its places are taken: 1 of 1 run. None waits for one.
             0 | 2 | 1 | LATE | Its limit is 0: none of its 2 waiting jobs starts; 1 that runs goes on.
            """)
    void saysWhatHoldsItsJobsBack(@Nullable Integer limit, long waiting, long running, Look look, String sentence) {
        var why = TypeReader.why(aType("monitor", limit, waiting, running), WORDS);

        assertThat(why.look()).isEqualTo(look);
        assertThat(why.sentence()).isEqualTo(sentence);
        assertThat(why.more())
                .containsExactly(
                        "Its newest result came 2 min 00 s ago, 3 min 10 s after its data were taken.",
                        "4 of its jobs failed within a day and are failed still.");
    }

    @Test
    void takesForALimitOnlyWhatIsOne() {
        assertThat(new TypeForm(null, " 12 ").newLimit()).contains(12);
        assertThat(new TypeForm(null, "").hasUsableLimit()).isTrue();
        assertThat(new TypeForm(null, "-1").hasUsableLimit()).isFalse();
        assertThat(new TypeForm(null, "many").hasUsableLimit()).isFalse();
    }
}
