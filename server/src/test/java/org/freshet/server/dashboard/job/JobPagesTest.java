package org.freshet.server.dashboard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.job.JobFixtures.aStartedJob;
import static org.freshet.server.dashboard.job.JobFixtures.anAttempt;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.anExplanation;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.Mockito.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.job.JobPage.ShownLog;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.PageGone;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.job.LogFollowers;
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

/** What the page of a job says of its neighbours and shows of its log, and what is said of one that was purged. */
@WebMvcTest(controllers = JobPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class})
class JobPagesTest {

    private static final Words WORDS = PageFixtures.words();

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    JobReader jobs;

    @MockitoBean
    JobLogReader logs;

    @MockitoBean
    LogFollowers followers;

    @MockitoBean
    Changes changes;

    private MvcTestResult get(String uri) {
        return browser.get().uri(uri).accept(MediaType.TEXT_HTML).exchange();
    }

    private String page(String uri) {
        var result = get(uri);

        assertThat(result).hasStatusOk();
        return body(result);
    }

    private static JobPage jobPage(JobState state, List<AttemptRow> attempts, @Nullable ShownLog log, LogWish wish) {
        var job = aStartedJob(state);
        return new JobPage(
                Moment.of(NOW, NOW),
                job,
                new UUID(1, 2),
                anExplanation(),
                JobLife.of(job, attempts, WORDS),
                attempts,
                log,
                new LinkedHashMap<>(),
                List.of(),
                List.of(),
                List.of(),
                JobFiles.NONE,
                new Neighbours(
                        new Neighbours.Tally(61, 31, 95),
                        new Neighbours.Tally(28, 0, 28),
                        new Neighbours.Tally(43, 1, 46),
                        11L,
                        null),
                wish);
    }

    @Test
    void saysThatAJobWasPurgedAndWhen() {
        var sentence = WORDS.say("job.purged.byRule", "4711", "2026-11-19 04:00:00");
        when(jobs.read("4711", null, LogWish.NONE)).thenThrow(new PageGone(sentence));

        var result = get("/jobs/4711");

        assertThat(result).hasStatus(410);
        assertThat(body(result)).contains("Job 4711 was purged at 2026-11-19 04:00:00 UTC, by rule", "#i-stopped");
    }

    @Test
    void marksWhatIsSoughtInALogAndLinksEachLineToItsPlace() {
        var wish = LogWish.of("<b>", null, null);
        var stored = new StoredLog(Stream.STDOUT, "no\nso <B>bold</b>\nno\n".getBytes(), new byte[0], 22);
        var log = new ShownLog(2, List.of(LogExcerpt.of(stored, WORDS, wish)), true);
        when(jobs.read("12", null, wish)).thenReturn(jobPage(JobState.RUNNING, List.of(anAttempt(2, null)), log, wish));

        assertThat(page("/jobs/12?find=<b>"))
                .contains("so <mark>&lt;B&gt;</mark>bold&lt;/b&gt;", "1 line has it")
                .contains("href=\"/jobs/12?attempt=2&amp;line=L2#L2\"", "value=\"&lt;b&gt;\"", "Whole log")
                .contains("data-live-url=\"/jobs/12?find=%3Cb%3E\"")
                .doesNotContain("data-follow=", "data-grow=", "id=\"L1\"");
    }

    @Test
    void reloadsALogThatGrowsWhereNoScriptDoes() {
        var wish = LogWish.of(null, null, "on");
        var log = new ShownLog(1, List.of(), true);
        when(jobs.read("12", null, wish)).thenReturn(jobPage(JobState.RUNNING, List.of(anAttempt(1, null)), log, wish));

        assertThat(page("/jobs/12?follow=on"))
                .contains("<meta http-equiv=\"refresh\" content=\"5\">", "Stop reloading")
                .doesNotContain("name=\"follow\"");
    }

    @Test
    void leadsFromAJobToItsNeighbours() {
        var log = new ShownLog(1, List.of(), false);
        when(jobs.read("12", null, LogWish.NONE))
                .thenReturn(jobPage(JobState.FINISHED, List.of(anAttempt(1, "FINISHED")), log, LogWish.NONE));

        assertThat(page("/jobs/12"))
                .contains("61 finished, 31 failed", "href=\"/types/monitor\"", "href=\"/hosts/b6d09b7731\"")
                .contains("43 of 46 finished, 1 failed", "href=\"/jobs/11\"", "Subrun before")
                .contains("1,900 of 4,096 MB", "48 s")
                .doesNotContain("Subrun after");
    }
}
