package org.freshet.test.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.protocol.LogView;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of payloads: while they run, at their end, and of attempts that count no more. */
class LiveLogIT extends DispatchFixture {

    private JobId job;
    private ScriptedPilot pilot;
    private Assignment given;

    @BeforeEach
    void runAJob() {
        job = api.submit(aJob());
        pilot = ScriptedPilot.register(server);
        given = pilot.claim();
    }

    @Test
    void asksThePilotForLiveOutputWhileSomebodyReadsIt() {
        var unwatched = pilot.say(false, started(given));
        readLog("?follow=true");
        var watched = pilot.say(false);
        forget();
        var left = pilot.say(false);

        assertThat(unwatched.directives()).isEmpty();
        assertThat(followed(watched)).containsExactly(given.attempt());
        assertThat(left.directives()).isEmpty();
    }

    @Test
    void doesNotTakeWhoReadsALogOnceForSomebodyWhoFollowsIt() {
        readLog("");

        assertThat(pilot.say(false, started(given)).directives()).isEmpty();
    }

    @Test
    void takesWhoLooksAtThePageOfTheJobForAFollower() {
        api.get("/jobs/" + job);

        assertThat(followed(pilot.say(false, started(given)))).containsExactly(given.attempt());
    }

    @Test
    void asksAtOnceWhenSomebodyWaitedForTheStart() {
        var next = api.submit(aJob());
        api.get("/api/v1/jobs/" + next + "/log?follow=true");
        var other = ScriptedPilot.register(server);

        var claimed = other.claim();

        assertThat(followed(other.say(false, started(claimed)))).containsExactly(claimed.attempt());
    }

    @Test
    void asksThroughWhicheverServerThePilotSpeaksTo() {
        try (var second = server.another()) {
            second.api().get("/api/v1/jobs/" + job + "/log?follow=true");

            assertThat(followed(pilot.say(false, started(given)))).containsExactly(given.attempt());
        }
    }

    @Test
    void asksNothingMoreOfAPayloadThatHasEnded() {
        readLog("?follow=true");

        var answer = pilot.say(true, finished(given));

        assertThat(answer.directives()).isEmpty();
    }

    @Test
    void writesANoteOnlyWhenTheOldOneWearsOff() {
        readLog("?follow=true");
        var first = until();
        readLog("?follow=true");
        var second = until();
        server.db().sql("update job_follow set until = now() + interval '4 s'").update();
        readLog("?follow=true");

        assertThat(second).isEqualTo(first);
        assertThat(until()).isAfter(first);
    }

    @Test
    void removesTheNotesOfThoseWhoLeft() {
        readLog("?follow=true");
        forget();

        var next = api.submit(aJob());
        api.get("/api/v1/jobs/" + next + "/log?follow=true");

        assertThat(server.db()
                        .sql("select job_id from job_follow")
                        .query(Long.class)
                        .list())
                .containsExactly(next.value());
    }

    @Test
    void putsTogetherWhatArrivesPieceByPiece() {
        print(Stream.STDOUT, "one\n", 4);
        print(Stream.STDERR, "oh\n", 3);
        print(Stream.STDOUT, "two\n", 8);

        var log = readLog("");

        assertThat(log.complete()).isFalse();
        assertThat(texts(log)).containsExactly("one\ntwo\n", "oh\n");
    }

    @Test
    void keepsTheBeginningWhenThePilotHadToLeaveOutTheMiddle() {
        print(Stream.STDOUT, "one\n", 4);
        print(Stream.STDOUT, "last\n", 12_354);

        assertThat(readLog("").parts()).singleElement().satisfies(it -> {
            assertThat(it.head()).asString(UTF_8).isEqualTo("one\n");
            assertThat(it.tail()).asString(UTF_8).isEqualTo("last\n");
            assertThat(it.totalBytes()).isEqualTo(12_354);
        });
        assertThat(api.get("/jobs/" + job).body()).contains("12 kB were not kept");
    }

    @Test
    void replacesLiveOutputByTheLogOfTheEnd() {
        print(Stream.STDOUT, "one\n", 4);
        print(Stream.STDOUT, "last\n", 14);
        var whole = new LogPart(Stream.STDOUT, "one\nmore\nlast\n".getBytes(UTF_8), new byte[0], 14);

        pilot.say(false, new Report.Ended(given.attempt(), null, 0, null, null, 20L, 5, List.of(whole)));

        assertThat(texts(readLog(""))).containsExactly("one\nmore\nlast\n");
        assertThat(readLog("").complete()).isTrue();
    }

    @Test
    void leavesTheLogOfTheEndAloneWhenOutputComesAfterIt() {
        upload(pilot, given.attempt(), part(Stream.STDOUT, "all of it\n"));
        pilot.report(finished(given));

        var outcome = pilot.report(new Report.Progress(
                given.attempt(), List.of(new LogPart(Stream.STDOUT, new byte[0], "of".getBytes(UTF_8), 6))));

        assertThat(outcome).isEqualTo(Outcome.SUPERSEDED);
        assertThat(texts(readLog(""))).containsExactly("all of it\n");
    }

    @Test
    void answersTheExchangeThoughItsOutputCannotBeStored() {
        server.db()
                .sql("alter table job_log add constraint full_disk check (total_bytes <> 4711) not valid")
                .update();
        try {
            var outcome = print(Stream.STDOUT, "lost", 4711);

            assertThat(outcome).isEqualTo(Outcome.APPLIED);
            print(Stream.STDOUT, "kept", 4715);
            assertThat(texts(readLog(""))).containsExactly("kept");
        } finally {
            server.db().sql("alter table job_log drop constraint full_disk").update();
        }
    }

    @Test
    void storesNothingOfAnExchangeThatIsRefused() {
        var overtaken = pilot.next(false, new Report.Progress(given.attempt(), List.of(part(Stream.STDOUT, "early"))));
        pilot.say(false);

        var answer = pilot.post(overtaken);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(readLog("").parts()).isEmpty();
    }

    @Test
    void storesNothingOfAPilotThatDoesNotHaveTheAttempt() {
        var stranger = ScriptedPilot.register(server);

        var outcome = stranger.report(new Report.Progress(given.attempt(), List.of(part(Stream.STDOUT, "mine"))));

        assertThat(outcome).isEqualTo(Outcome.ILLEGAL);
        assertThat(readLog("").parts()).isEmpty();
    }

    /** A number that is said again gets the answer of before, whatever is said with it. */
    @Test
    void storesNothingOfAnAttemptThatTheRepeatedAnswerDoesNotSpeakOf() {
        var foreign = new Report.Progress(given.attempt(), List.of(part(Stream.STDOUT, "mine and longer\n")));
        print(Stream.STDOUT, "one\n", 4);
        api.submit(aJob());
        var stranger = ScriptedPilot.register(server);
        var own = stranger.claim();

        var silent = stranger.next(false);
        stranger.send(silent);
        stranger.send(new Exchange(silent.seq(), own.attempt(), List.of(foreign), null, null));
        var spoken = stranger.next(false, new Report.Progress(own.attempt(), List.of()));
        stranger.send(spoken);
        stranger.send(new Exchange(spoken.seq(), own.attempt(), List.of(foreign), null, null));

        assertThat(texts(readLog(""))).containsExactly("one\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {262_143, 262_144, 262_145, 1_048_575, 1_048_576, 1_048_577, 3_000_000})
    void keepsHeadAndTailOfBothStreamsToTheByte(int length) {
        var all = new byte[length];
        new Random(length).nextBytes(all);
        var head = Arrays.copyOf(all, Math.min(length, LogPart.MAX_HEAD));
        var tail = Arrays.copyOfRange(all, Math.max(head.length, length - LogPart.MAX_TAIL), length);

        for (var stream : Stream.values()) {
            upload(pilot, given.attempt(), new LogPart(stream, head, tail, length));
            // the answer was lost
            upload(pilot, given.attempt(), new LogPart(stream, head, tail, length));
        }
        pilot.report(finished(given));

        assertThat(readLog("").parts()).extracting(LogPart::stream).containsExactly(Stream.STDOUT, Stream.STDERR);
        assertThat(readLog("").parts()).allSatisfy(it -> {
            assertThat(it.head()).isEqualTo(head);
            assertThat(it.tail()).isEqualTo(tail);
            assertThat(it.totalBytes()).isEqualTo(length);
        });
    }

    @Test
    void keepsTheLogsOfAllAttemptsApartEvenWhenOneComesLate() {
        print(Stream.STDOUT, "first\n", 6);
        lose(pilot);
        var successor = ScriptedPilot.register(server);
        var again = successor.claim();
        successor.say(false, new Report.Progress(again.attempt(), List.of(part(Stream.STDOUT, "second\n"))));

        upload(pilot, given.attempt(), part(Stream.STDOUT, "first and late\n"));
        var late = pilot.report(finished(given));

        assertThat(late).isEqualTo(Outcome.SUPERSEDED);
        assertThat(again.attempt()).isEqualTo(new AttemptId(job, 2));
        assertThat(texts(readLog(""))).containsExactly("second\n");
        assertThat(texts(readLog("?attempt=1"))).containsExactly("first and late\n");
        assertThat(api.get("/jobs/" + job + "?attempt=1").body()).contains("first and late");
        assertThat(api.get("/jobs/" + job + "/log/stdout?attempt=1").body()).isEqualTo("first and late\n");
        assertThat(api.get("/jobs/" + job + "/log/stdout").body()).isEqualTo("second\n");
    }

    private Outcome print(Stream stream, String text, long total) {
        return pilot.report(new Report.Progress(
                given.attempt(), List.of(new LogPart(stream, new byte[0], text.getBytes(UTF_8), total))));
    }

    private static LogPart part(Stream stream, String text) {
        var bytes = text.getBytes(UTF_8);
        return new LogPart(stream, bytes, new byte[0], bytes.length);
    }

    private static void upload(ScriptedPilot by, AttemptId attempt, LogPart part) {
        var path = "/api/v1/pilots/" + by.id() + "/jobs/" + attempt.job() + "/attempts/" + attempt.attempt() + "/logs/"
                + part.stream().name().toLowerCase(Locale.ROOT);
        assertThat(by.api().put(path, Api.JSON.writeValueAsString(part)).status())
                .isEqualTo(204);
    }

    private LogView readLog(String query) {
        return api.get("/api/v1/jobs/" + job + "/log" + query).as(LogView.class);
    }

    /** What was received of each stream, without what is missing. */
    private static List<String> texts(LogView log) {
        return log.parts().stream()
                .map(it -> new String(it.head(), UTF_8) + new String(it.tail(), UTF_8))
                .toList();
    }

    private static List<AttemptId> followed(ExchangeAnswer answer) {
        return answer.directives().stream()
                .map(Directive.Follow.class::cast)
                .map(Directive.Follow::attempt)
                .toList();
    }

    /** Lets time pass in which nobody reads. */
    private static void forget() {
        server.db().sql("update job_follow set until = now() - interval '1 s'").update();
    }

    private Instant until() {
        return server.db()
                .sql("select until from job_follow where job_id = :job")
                .param("job", job.value())
                .query(Timestamp.class)
                .single()
                .toInstant();
    }
}
