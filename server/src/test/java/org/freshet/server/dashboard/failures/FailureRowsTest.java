package org.freshet.server.dashboard.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.job.StoredLog;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.failure.FailureKey;
import org.freshet.server.failure.FailurePart;
import org.freshet.server.failure.FailurePart.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;

class FailureRowsTest {

    private static final List<Integer> COURSE = List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2);

    private static FailurePart part(Standing standing, FailureReason reason, @Nullable String message, Long... ids) {
        var key = new FailureKey(reason, reason == FailureReason.EXIT_CODE ? 65 : null, null, "reco+x", "wn7");
        return new FailurePart(
                key,
                standing,
                ids.length,
                NOW.minusSeconds(90),
                NOW.minusSeconds(ids[0]),
                List.of(ids),
                2,
                message,
                COURSE);
    }

    private static ErrorsQuery query(String... by) {
        var url = new LinkedMultiValueMap<String, String>();
        url.addAll("by", List.of(by));
        return ErrorsQuery.parse(url, NOW);
    }

    private static FailureRow row(FailurePart part, @Nullable String printed, List<AcknowledgementView> said) {
        var lines = mock(LastLines.class);
        var attempt = new AttemptId(new JobId(part.example()), 2);
        when(lines.of(any())).thenReturn(printed == null ? Map.of() : Map.of(attempt, printed));
        return new FailureRows(lines, PageFixtures.words())
                .of(
                        List.of(FailureGroup.of(part.key(), List.of(part))),
                        new FailureRows.Around(query(), List.of(part), said, Set.of("wn8"), NOW))
                .getFirst();
    }

    @Test
    void tellsWhatThePayloadPrintedLastAndWhatToDo() {
        var row = row(
                part(Standing.UNRESOLVED, FailureReason.EXIT_CODE, "exit code 65", 12L, 11L, 10L),
                "no such file",
                List.of());

        assertThat(row.why()).isEqualTo("EXIT_CODE 65");
        assertThat(row.lastWord()).isEqualTo("no such file");
        assertThat(row.nextStep()).isEqualTo(FailureReason.EXIT_CODE.nextStep());
        assertThat(row.examples()).containsExactly("12", "11");
        assertThat(row.more()).isEqualTo(1);
        assertThat(row.list()).isEqualTo("/jobs?id=12,11,10");
        assertThat(row.known()).isNull();
        assertThat(row.form()).isNotNull();
        assertThat(row.form().until()).isEqualTo(NOW.minusSeconds(12).toString());
    }

    @Test
    void tellsWhatThePilotSaidWhereThePayloadCannotKnow() {
        var part = part(Standing.UNRESOLVED, FailureReason.OUTPUT_MISSING, "a.csv was not written", 12L);

        assertThat(row(part, "all well", List.of()).lastWord()).isEqualTo("a.csv was not written");
        assertThat(row(part(Standing.UNRESOLVED, FailureReason.SIGNAL, null, 12L), null, List.of())
                        .lastWord())
                .isNull();
    }

    @Test
    void offersNoFormWhereSomebodyHasSaidWhatIsKnown() {
        var said = new AcknowledgementView(
                3, FailureReason.EXIT_CODE, 65, null, "reco+x", "wn7", 1, NOW, "a test", NOW, "tom", null, null);

        var row = row(part(Standing.UNRESOLVED, FailureReason.EXIT_CODE, null, 12L), null, List.of(said));

        assertThat(row.form()).isNull();
        assertThat(row.known()).isNotNull();
        assertThat(row.known().note()).isEqualTo("a test");
    }

    @Test
    void speaksOfAllHostsWhereTheHostDoesNotCount() {
        var here = part(Standing.UNRESOLVED, FailureReason.EXIT_CODE, null, 12L);
        var there = new FailurePart(
                new FailureKey(FailureReason.EXIT_CODE, 65, null, "reco+x", "wn9"),
                Standing.UNRESOLVED,
                1,
                NOW,
                NOW,
                List.of(13L),
                1,
                null,
                COURSE);
        var saidOfOne = new AcknowledgementView(
                3, FailureReason.EXIT_CODE, 65, null, "reco+x", "wn7", 1, NOW, "a test", NOW, "tom", null, null);
        var group = FailureGroup.of(here.key().withoutHost(), List.of(here, there));
        var lines = mock(LastLines.class);
        when(lines.of(any())).thenReturn(Map.of());

        var row = new FailureRows(lines, PageFixtures.words())
                .of(
                        List.of(group),
                        new FailureRows.Around(query("cause"), List.of(here, there), List.of(saidOfOne), Set.of(), NOW))
                .getFirst();

        assertThat(row.where()).isNull();
        assertThat(row.places()).isEqualTo("2 hosts");
        assertThat(row.known()).isNull();
        assertThat(row.form()).isNotNull();
        assertThat(row.form().every()).isEqualTo("true");
        assertThat(row.form().until()).isEqualTo(NOW.toString());
    }

    @Test
    void leadsToTheListOfAllThatAreTooManyForAnAddress() {
        var ids = LongStream.rangeClosed(1, 200).boxed().toArray(Long[]::new);
        var part = part(Standing.UNRESOLVED, FailureReason.EXIT_CODE, null, ids);
        var large = new FailurePart(
                part.key(), part.standing(), 4711, part.first(), part.last(), part.ids(), 1, null, part.course());

        assertThat(FailureGroup.of(large.key(), List.of(large)).list())
                .isEqualTo("/jobs?state=FAILED&reason=EXIT_CODE&exit=65&type=reco%2Bx&host=wn7");
    }

    @Test
    void addsUpWhatFailedInTheSameWayHoweverItStands() {
        var new12 = part(Standing.UNRESOLVED, FailureReason.EXIT_CODE, "new", 12L);
        var group = FailureGroup.of(
                new12.key(), List.of(part(Standing.RESOLVED, FailureReason.EXIT_CODE, "old", 50L, 49L), new12));

        assertThat(group.jobs()).isEqualTo(3);
        assertThat(group.example()).isEqualTo(12);
        assertThat(group.message()).isEqualTo("new");
        assertThat(group.last()).isEqualTo(NOW.minusSeconds(12));
        assertThat(group.course()).endsWith(2, 4);
    }

    @Test
    void drawsTheCountsAsALine() {
        assertThat(FailureRows.spark(List.of(0, 2, 1))).isEqualTo("M0.0,30.0 50.0,2.0 100.0,16.0");
    }

    private static StoredLog log(String text) {
        return new StoredLog(Stream.STDERR, text.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
    }

    @Test
    void findsTheLastLineThatIsNotBlank() {
        assertThat(LastLines.lastLine(log("one\n  two  \n\n \n"))).isEqualTo("two");
        assertThat(LastLines.lastLine(log(" \n"))).isEmpty();
        assertThat(LastLines.lastLine(log("x".repeat(500)))).hasSize(301).endsWith("…");
    }
}
