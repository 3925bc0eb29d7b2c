package org.freshet.batch.htcondor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.freshet.batch.BatchId;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.batch.View;
import org.freshet.batch.View.Seen;
import org.freshet.batch.View.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueAnswerTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void readsTheJobsOfAQueue() {
        var slots = ((Seen) view(Samples.answer("q-all-states"))).slots();

        assertThat(slots)
                .extracting(Slot::state)
                .containsExactly(State.RUNNING, State.RUNNING, State.RUNNING, State.QUEUED, State.HELD);
        assertThat(slots.getFirst())
                .isEqualTo(new Slot(
                        new BatchId("3.0"),
                        "o1",
                        "nonce-aaaaaaaaaaaaaaa-0",
                        State.RUNNING,
                        Instant.ofEpochSecond(1795705663),
                        Instant.ofEpochSecond(1795705664),
                        null));
        assertThat(slots.getLast().hold()).satisfies(it -> {
            assertThat(it.code()).isEqualTo(6);
            assertThat(it.subcode()).isEqualTo(2);
            assertThat(it.reason()).contains("Failed to execute '/no/such/start-pilot'", "'No such file or directory'");
            assertThat(it.advice()).contains("start-pilot", "is not on the worker");
        });
    }

    @Test
    void takesNothingAtAllForAnEmptyQueue() {
        assertThat(view(Samples.answer("q-empty-json"))).isEqualTo(new Seen(AT, List.of()));
        assertThat(view(out("[\n]\n"))).isEqualTo(new Seen(AT, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"1,QUEUED", "2,RUNNING", "3,LEAVING", "4,LEAVING", "5,HELD", "6,RUNNING", "7,RUNNING"})
    void knowsEveryJobStatus(int status, State state) {
        var json = "[{\"ClusterId\": 1, \"ProcId\": 0, \"QDate\": 5, \"JobStatus\": " + status + "}]";

        assertThat(((Seen) view(out(json))).slots()).extracting(Slot::state).containsExactly(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schedd-off-q-json | Can't find address for schedd localhost",
                "pool-off-q-json | none of its daemons runs on this machine",
                "schedd-crash-q-af | SECMAN:2007:Failed to end classad message.",
                "schedd-hang-q-af | SECMAN:2007:Read failure during security negotiation.",
                "q-bad-constraint | Parse error in constraint expression",
            })
    void neverTakesAFailureForAnEmptyQueue(String sample, String words) {
        assertThat(view(Samples.answer(sample)))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        it -> assertThat(it.sentence())
                                .startsWith("condor_q ended with exit status 1: ")
                                .contains(words)
                                .doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\n{\n  \"ClusterId\": 17,\n  \"ProcId\"",
                "[\n{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 2, \"QDate\": 5}\n,\n",
                "[\n{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 2, \"QDate\": 5}\n",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 2, \"QDate\": 5}] and more",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 2}]",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": \"\\/Expr(x)\\/\", \"QDate\": 5}]",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": \"2\", \"QDate\": 5}]",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": null, \"QDate\": 5}]",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 2.5, \"QDate\": 5}]",
                "[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 8, \"QDate\": 5}]",
                "[null]",
                "null",
                "{}",
                "All queues are empty",
                "-- Schedd: a : <127.0.0.1> @ 1\n",
            })
    void concludesNothingFromHalfAnAnswer(String out) {
        assertThat(view(out(out)))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        it -> assertThat(it.sentence()).startsWith("condor_q cannot be understood: "));
    }

    @Test
    void concludesNothingFromAnEmptyAnswerWithAComplaint() {
        var answer = new Answer.Exited("condor_q", 0, "", "-- Failed to fetch ads from: <127.0.0.1>\n");

        assertThat(view(answer))
                .isEqualTo(
                        new Unreadable("condor_q named no job, but complained: Failed to fetch ads from: <127.0.0.1>"));
    }

    @Test
    void toleratesAWarningBesideAnAnswer() {
        var answer = new Answer.Exited("condor_q", 0, "", "WARNING: Config source is empty: /etc/condor/x\n");

        assertThat(view(answer)).isInstanceOf(Seen.class);
    }

    @Test
    void concludesNothingFromNoAnswer() {
        assertThat(view(new Answer.Ended("condor_q gave no answer within 30 s and was ended")))
                .isEqualTo(new Unreadable("condor_q gave no answer within 30 s and was ended"));
    }

    @Test
    void countsAJobThatHasLostItsNames() {
        var json = "[{\"ClusterId\": 1, \"ProcId\": 0, \"QDate\": 5, \"JobStatus\": 5}]";

        assertThat(((Seen) view(out(json))).slots()).singleElement().satisfies(it -> {
            assertThat(it.nonce()).isEmpty();
            assertThat(it.hold()).isNotNull();
        });
    }

    private static View view(Answer answer) {
        return QueueAnswer.view(answer, AT);
    }

    private static Answer out(String out) {
        return new Answer.Exited("condor_q", 0, out, "");
    }
}
