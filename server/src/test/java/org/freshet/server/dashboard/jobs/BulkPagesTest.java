package org.freshet.server.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.page.PageFixtures.body;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import java.security.Principal;
import java.util.List;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkJobView;
import org.freshet.protocol.BulkJobView.Outcome;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.server.bulk.BulkWork;
import org.freshet.server.bulk.Bulks;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.ErrorPages;
import org.freshet.server.dashboard.page.LanguageConfiguration;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Makes previews and results of changes of many jobs, and reads what they say to whom. */
@WebMvcTest(controllers = BulkPagesController.class)
@AutoConfigureMockMvc(addFilters = false)
@Import({Words.class, ErrorPages.class, LanguageConfiguration.class, BulkPageReader.class, BulkChanges.class})
class BulkPagesTest {

    private static final Principal MARA = () -> "mara";

    @Autowired
    MockMvcTester browser;

    @MockitoBean
    Bulks bulks;

    @MockitoBean
    BulkWork work;

    @MockitoBean
    ClockSql clock;

    @BeforeEach
    void begin() {
        when(clock.now()).thenReturn(NOW);
        when(bulks.undoSeconds()).thenReturn(30L);
        when(bulks.jobs(eq(7L), any(), eq(500)))
                .thenReturn(List.of(
                        new BulkJobView(new JobId(14), JobState.FAILED, null, null),
                        new BulkJobView(new JobId(12), JobState.FINISHED, Outcome.IMPOSSIBLE, "it is FINISHED")));
    }

    private static BulkView bulk(
            BulkAction action,
            Phase phase,
            long done,
            long undo,
            @Nullable Long undoOf,
            List<BulkView.Refusal> refusals) {
        return bulk(action, phase, done, undo, undoOf, null, refusals);
    }

    private static BulkView bulk(
            BulkAction action,
            Phase phase,
            long done,
            long undo,
            @Nullable Long undoOf,
            @Nullable Long undoneBy,
            List<BulkView.Refusal> refusals) {
        var refused = refusals.stream().mapToLong(BulkView.Refusal::jobs).sum();
        return new BulkView(
                7,
                action,
                phase,
                "mara",
                "state=FAILED&run=5076-5077",
                false,
                action == BulkAction.PRIORITY && undoOf == null ? Integer.valueOf(5) : null,
                null,
                phase == Phase.PREVIEW ? null : "<b>why</b>",
                42,
                42 - done - refused,
                done,
                refused,
                refusals,
                NOW.minusSeconds(20),
                phase == Phase.PREVIEW ? NOW.plusSeconds(880) : null,
                phase == Phase.PREVIEW ? null : NOW.minusSeconds(10),
                phase == Phase.DONE ? NOW.minusSeconds(8) : null,
                undo,
                undo > 0 ? NOW.plusSeconds(22) : null,
                undoOf,
                undoneBy);
    }

    private static BulkView preview(BulkAction action) {
        return bulk(action, Phase.PREVIEW, 0, 0, null, List.of());
    }

    private String page(boolean known) {
        var request = browser.get().uri("/bulks/7").accept(MediaType.TEXT_HTML);
        var result = (known ? request.principal(MARA) : request).exchange();

        assertThat(result).hasStatusOk();
        return body(result);
    }

    @ParameterizedTest
    @EnumSource(BulkAction.class)
    void asksWithVerbCountAndIdsBeforeAnythingIsDone(BulkAction action) {
        when(bulks.show(7)).thenReturn(preview(action));

        assertThat(page(true))
                .contains("42 jobs", "action=\"/bulks/7/confirm\"", "name=\"reason\"", "required")
                .contains(
                        "href=\"/jobs/14\"",
                        "href=\"/jobs?state=FAILED&amp;run=5076-5077\"",
                        "state failed, run 5076-5077")
                .doesNotContain("data-live-url", "/bulks/7/undo");
    }

    @Test
    void offersNothingToOthersThanWhoPreparedIt() {
        when(bulks.show(7)).thenReturn(preview(BulkAction.CANCEL));

        assertThat(page(false)).contains("This was prepared by mara").doesNotContain("action=\"/bulks/7/confirm\"");
    }

    @Test
    void saysWhatCannotBeHitAndWhy() {
        var refusals = List.of(
                new BulkView.Refusal(false, "it is <i>FINISHED</i>", 1, new JobId(12)),
                new BulkView.Refusal(false, "the time has passed until which its result is of use", 1, new JobId(9)));
        when(bulks.show(7)).thenReturn(bulk(BulkAction.RETRY, Phase.PREVIEW, 0, 0, null, refusals));

        assertThat(page(true))
                .contains(
                        "to 40 it can be done, to 2 it cannot",
                        "it is &lt;i&gt;FINISHED&lt;/i&gt;",
                        "href=\"/jobs/12\"")
                .contains("action=\"/bulks/7/again\"", "what has not started by then ends as cancelled")
                .doesNotContain("<i>FINISHED");
    }

    @Test
    void tellsAResultThatAddsUpAndOffersToTakeItBack() {
        var late = List.of(new BulkView.Refusal(true, "it is RUNNING now", 2, new JobId(12)));
        when(bulks.show(7)).thenReturn(bulk(BulkAction.PRIORITY, Phase.DONE, 40, 40, null, late));

        assertThat(page(true))
                .contains("42 jobs: 40 done + 2 not possible + 0 still to do.", "&lt;b&gt;why&lt;/b&gt;")
                .contains("action=\"/bulks/7/undo\"", "Undo for 40 jobs", "22 s left", "when it was tried")
                .contains("data-live-url=\"/bulks/7\"")
                .doesNotContain("<b>why</b>", "/bulks/7/cancel");
        assertThat(page(false)).doesNotContain("action=\"/bulks/7/undo\"");
    }

    @Test
    void offersToTakeARetryBackAndToCancelWhatWasRetried() {
        when(bulks.show(7)).thenReturn(bulk(BulkAction.RETRY, Phase.DONE, 42, 42, null, List.of()));

        assertThat(page(true)).contains("action=\"/bulks/7/cancel\"", "action=\"/bulks/7/undo\"");
    }

    @Test
    void offersNothingMoreOnceARetryIsTakenBack() {
        when(bulks.show(7)).thenReturn(bulk(BulkAction.RETRY, Phase.DONE, 42, 0, null, 8L, List.of()));

        assertThat(page(true))
                .contains("It was taken back by change 8.", "href=\"/bulks/8\"", "Possible for all of them.")
                .doesNotContain("/bulks/7/cancel", "/bulks/7/undo");
    }

    @Test
    void saysThatTheUndoOfARetryEndsNothingThatRuns() {
        when(bulks.show(7)).thenReturn(bulk(BulkAction.CANCEL, Phase.RUNNING, 2, 0, 6L, List.of()));

        assertThat(page(true)).contains("what has started goes on").doesNotContain("Payloads that run are ended");
    }

    @Test
    void showsAnUndoAsWhatItIs() {
        when(bulks.show(7)).thenReturn(bulk(BulkAction.PRIORITY, Phase.RUNNING, 2, 0, 6L, List.of()));

        assertThat(page(true))
                .contains(
                        "Undo of change 6", "href=\"/bulks/6\"", "42 jobs: 2 done + 0 not possible + 40 still to do.");
    }

    @Test
    void saysThatThereIsNoSuchChange() {
        when(bulks.show(7)).thenThrow(new NotFound("Change 7 does not exist."));

        for (var path : List.of("/bulks/7", "/bulks/x")) {
            var result = browser.get().uri(path).accept(MediaType.TEXT_HTML).exchange();

            assertThat(result).hasStatus(404);
        }
    }

    private MvcTestResult post(String uri, String... fields) {
        var request = browser.post().uri(uri).accept(MediaType.TEXT_HTML).principal(MARA);
        for (int i = 0; i < fields.length; i += 2) {
            request = request.param(fields[i], fields[i + 1]);
        }
        return request.exchange();
    }

    @Test
    void goesFromTheListToThePreviewOfWhatWasTickedOrOfAllThatMatch() {
        when(bulks.preview(any(), any())).thenReturn(preview(BulkAction.RETRY));

        assertThat(post("/jobs/bulk", "action", "retry", "job", "12", "job", "14"))
                .hasRedirectedUrl("/bulks/7");
        assertThat(post("/jobs/bulk?state=FAILED", "action", "priority", "priority", "5", "scope", "matching"))
                .hasRedirectedUrl("/bulks/7");
    }

    @Test
    void preparesNothingWhereMoreWouldBeChangedThanIsMeant() {
        var nothing = post("/jobs/bulk?state=FAILED", "action", "cancel");
        var unread = post("/jobs/bulk?state=BROKEN", "action", "cancel", "scope", "matching");
        var noPriority = post("/jobs/bulk", "action", "priority", "priority", "high", "job", "12");
        var noAction = post("/jobs/bulk", "action", "explode", "job", "12");

        assertThat(nothing).hasRedirectedUrl("/jobs?state=FAILED");
        assertThat(String.valueOf(nothing.getMvcResult().getFlashMap().get("refusal")))
                .contains("no job was ticked");
        assertThat(String.valueOf(unread.getMvcResult().getFlashMap().get("refusal")))
                .contains("state=BROKEN");
        assertThat(String.valueOf(noPriority.getMvcResult().getFlashMap().get("refusal")))
                .contains("“high” is no priority");
        assertThat(String.valueOf(noAction.getMvcResult().getFlashMap().get("refusal")))
                .contains("Press one of the buttons");
    }

    @Test
    void confirmsWithAReasonOnly() {
        when(bulks.show(7)).thenReturn(preview(BulkAction.CANCEL));
        when(bulks.confirm(eq(7L), any(), any())).thenReturn(preview(BulkAction.CANCEL));

        var without = post("/bulks/7/confirm", "reason", " ");
        var with = post("/bulks/7/confirm", "reason", "wrong file");

        assertThat(without).hasStatus(400);
        assertThat(body(without)).contains("role=\"alert\"", "Say why");
        assertThat(with).hasRedirectedUrl("/bulks/7");
    }

    @Test
    void saysWhyItIsNotTakenBack() {
        when(bulks.show(7)).thenReturn(bulk(BulkAction.HOLD, Phase.DONE, 42, 0, null, List.of()));
        when(bulks.undo(eq(7L), any())).thenThrow(new Conflict("Change 7 ended more than 30 s ago."));

        var result = post("/bulks/7/undo");

        assertThat(result).hasStatus(409);
        assertThat(body(result)).contains("Change 7 ended more than 30 s ago.");
        assertThat(post("/bulks/7/explode")).hasStatus(404);
        assertThat(browser.get().uri("/bulks/7/undo").exchange()).hasRedirectedUrl("/bulks/7");
    }
}
