package org.freshet.server.dashboard.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.LIMIT;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.aLateType;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.aSlice;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.aType;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.fresh;
import static org.freshet.server.dashboard.jobs.JobRowFixtures.aRow;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.alarms.Alarm;
import org.freshet.server.dashboard.alarms.Banners;
import org.freshet.server.dashboard.freshness.Freshnesses;
import org.freshet.server.dashboard.freshness.LatencyChart;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The first page from records: fresh and late types, charts, and what changed since somebody looked. */
@WebMvcTest(controllers = OverviewController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class OverviewPageTest {

    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    OverviewReader overview;

    private static OverviewPage page(Span span) {
        var all = Freshnesses.of(List.of(
                fresh(aType("evdisp", Duration.ofSeconds(102))),
                fresh(aLateType("femb <b>x</b>", Duration.ofSeconds(845))).because("6 jobs wait for a <pilot>.")));
        var slices = List.of(
                aSlice(span, 0, "evdisp", 7, Duration.ofSeconds(100)),
                aSlice(span, 1, "evdisp", 8, Duration.ofSeconds(102)),
                aSlice(span, 1, "femb <b>x</b>", 2, Duration.ofSeconds(700)));
        var ended = List.of(
                new OverviewSql.Ended(span.begin(NOW), JobState.FINISHED, 1200),
                new OverviewSql.Ended(span.begin(NOW), JobState.FAILED, 3));
        var drawn = new OverviewCharts.Drawn(
                all, LatencyChart.of(span, NOW, slices, all, WORDS), EndedChart.of(span, NOW, ended, WORDS));
        var feed = List.of(
                new FeedRow(NOW.minusSeconds(60), NOW, "failed", "monitor, EXIT_CODE 65:", "40 jobs", "/jobs?a=b", ""),
                new FeedRow(NOW.minusSeconds(900), NOW, "note", "mara:", "job 12", "/jobs/12", "cancelled"));
        return new OverviewPage(
                NOW,
                span,
                new Banners(List.of()),
                new Health(new Badge("late", "late", true), "Late: 1 of 2 job types is behind.", "To look at: femb."),
                StateBar.NONE,
                StateBar.NONE,
                StateBar.NONE,
                StateBar.NONE,
                List.of(ChangeRow.none(JobState.DEFINED)),
                drawn,
                new OverviewLists.Listed(feed, List.of(), List.of()));
    }

    private MvcTestResult get(String uri, String looked) {
        when(overview.read(any())).thenAnswer(it -> page(it.getArgument(0)));
        return browser.get()
                .uri(uri)
                .accept(MediaType.TEXT_HTML)
                .cookie(new Cookie(LastLook.COOKIE, looked))
                .exchange();
    }

    private String html(String uri, String looked) {
        var result = get(uri, looked);
        assertThat(result).hasStatusOk();
        return body(result);
    }

    @Test
    void showsWhatIsLateAsACardAndTheOthersAsTiles() {
        var html = html("/", "none");

        assertThat(html)
                .contains(
                        "class=\"card s-late\"",
                        "femb &lt;b&gt;x&lt;/b&gt;",
                        "14 <small>min</small> 05 <small>s</small>")
                .contains("limit 10 min, late for 4 min 05 s", "6 jobs wait for a &lt;pilot&gt;.", "href=\"/jobs/44\"")
                .contains(
                        "class=\"tile s-finished\"",
                        "href=\"/jobs?type=evdisp\"",
                        "1 <small>min</small> 42 <small>s</small>")
                .contains("class=\"ln s-late thick\"", "class=\"ln ctx\"", "class=\"lim\"")
                .contains("1,200", "Jobs that ended in the last 2 h: 1,200 finished, 3 failed, 0 expired.")
                .doesNotContain("<b>x</b>");
    }

    @Test
    void keepsTheSpanOfItsChartsInItsAddress() {
        assertThat(html("/?span=ten_minutes", "none"))
                .contains("data-live-url=\"/?span=ten_minutes\"", "href=\"/?span=day\"", "median of 30 s, last 10 min")
                .doesNotContain("chip bad");
        verify(overview).read(Span.TEN_MINUTES);
    }

    @Test
    void namesWhatItIgnores() {
        assertThat(html("/?span=century&colour=red", "none"))
                .contains("no such value", "span=CENTURY", "not a filter", "colour=red");
    }

    /** Who hears the page is told when things get worse or better, and not each number on the way. */
    @Test
    void announcesOnlyTheWordForHowThingsAre() {
        assertThat(html("/", "none"))
                .contains("role=\"status\" data-live=\"health-word\">Health: late</p>")
                .containsOnlyOnce("class=\"banners\" data-live=\"alarms\"");
    }

    @Test
    void marksWhereSomebodyLookedLast() {
        var lastAt = NOW.minusSeconds(600).toEpochMilli();

        var html = html("/", "0." + lastAt);

        assertThat(html)
                .containsPattern("you last looked at <time [^>]*>03:02:47<")
                .contains("class=\"newmark\"");
        assertThat(html.indexOf("40 jobs")).isLessThan(html.indexOf("class=\"newmark\""));
        assertThat(html.indexOf("class=\"newmark\"")).isLessThan(html.indexOf(">job 12<"));
    }

    @Test
    void leavesTheMarkWhileAPageStaysOpen() {
        var before = NOW.minusSeconds(600).toEpochMilli();
        var last = NOW.minusSeconds(2).toEpochMilli();

        var result = get("/", before + "." + last);

        assertThat(result.getResponse().getHeader("Set-Cookie"))
                .startsWith(LastLook.COOKIE + "=" + before + "." + NOW.toEpochMilli() + "; Path=/;")
                .contains("HttpOnly", "SameSite=Strict");
    }

    @Test
    void marksNothingWhoseTimeIsStillToCome() {
        var last = NOW.plusSeconds(60).toEpochMilli();

        assertThat(html("/", last + "." + last)).contains("the last 24 h").doesNotContain("newmark");
    }

    @Test
    void marksNothingForWhoIsThereForTheFirstTime() {
        assertThat(html("/", "rubbish")).contains("the last 24 h").doesNotContain("newmark");
    }

    @Test
    void knowsTheLimitOfAType() {
        assertThat(fresh(aType("evdisp", LIMIT)).standing()).isEqualTo(Standing.OK);
    }

    @Test
    void keepsTheNamesOfLinesAtItsEdgesWithinAChart() {
        var span = Span.TWO_HOURS;
        var all = Freshnesses.of(List.of(fresh(aType("evdisp", Duration.ZERO)), fresh(aType("femb", LIMIT))));
        var slices = List.of(
                aSlice(span, 1, "evdisp", 1, Duration.ZERO), aSlice(span, 1, "femb", 1, LIMIT.multipliedBy(99)));

        assertThat(LatencyChart.of(span, NOW, slices, all, WORDS).lines())
                .extracting(it -> Double.parseDouble(it.y().replace("%", "")))
                .allSatisfy(it -> assertThat(it).isBetween(4.0, 94.0));
    }

    @Test
    void tellsTenthsOfAShortTimeFromDataToResult() {
        var span = Span.TWO_HOURS;
        var all = Freshnesses.of(List.of(fresh(aType("evdisp", LIMIT))));
        var slices = List.of(aSlice(span, 1, "evdisp", 1, Duration.ofMillis(940)));

        assertThat(LatencyChart.of(span, NOW, slices, all, WORDS).lines())
                .singleElement()
                .satisfies(it -> assertThat(it.label()).isEqualTo("evdisp 0.9 s"));
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
        when(overview.read(Span.DAY))
                .thenReturn(new OverviewPage(
                        NOW,
                        Span.DAY,
                        new Banners(List.of(new Alarm(
                                Alarm.Look.UNKNOWN, "b", "np04 is <b>dark</b>.", "Since long.", null, "/pool/np04"))),
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

        var html = body(browser.get()
                .uri("/?span=day")
                .accept(MediaType.TEXT_HTML)
                .header("Accept-Language", "de")
                .exchange());

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
