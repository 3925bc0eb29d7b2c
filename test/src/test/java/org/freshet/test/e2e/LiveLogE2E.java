package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogView;
import org.freshet.test.support.Installation;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a payload prints, on its way to who reads it. */
@Timeout(180)
class LiveLogE2E {

    private static final Duration LONGEST_WAY = Duration.ofMillis(2500);

    /** Thirty lines in about ten seconds, each with the moment at which it was written. */
    private static final String CLOCK = "n=0; while [ $n -lt 30 ]; do date +%s%N; sleep 0.3; n=$((n+1)); done";

    private static Installation installation;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "1"));
        server = RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void printsALineSoonAfterThePayloadWroteIt() {
        var description = installation.write("clock.json", shell(CLOCK).toString());
        var command = installation.start("bin/freshet job submit --follow " + description
                + " | while read -r written; do echo $written $(date +%s%N); done");
        var ended = command.ended().successful();

        var ways = ended.out().lines().map(LiveLogE2E::way).toList();
        assertThat(ways).hasSize(30);
        // a busy machine may hold up a line or two, but not most of them as a heartbeat would
        assertThat(ways).filteredOn(it -> it.compareTo(LONGEST_WAY) < 0).hasSizeGreaterThan(20);
        assertThat(ended.err()).contains("Submitted job", "finished");
    }

    @Test
    void goesOnWhenTheServerWasRestarted() {
        var job = server.api().submit(shell("echo begin $FRESHET_ATTEMPT; [ $FRESHET_ATTEMPT = 2 ] || sleep 600"));
        var command = installation.start("exec bin/freshet job log --follow " + job);
        server.await("it prints", () -> command.out().equals("begin 1\n"));

        server.command().process().destroy();
        server.command().ended();
        server = RunningServer.start(installation);

        var ended = command.ended().successful();
        assertThat(ended.out()).isEqualTo("begin 1\nbegin 2\n");
        assertThat(ended.err()).contains("Asking again", "Attempt 2 begins.", "finished");
    }

    @Test
    void leavesAtCtrlCWithoutAWord() {
        var job = server.api().submit(shell("echo here; sleep 600"));
        server.await(job, JobState.RUNNING);
        var command = installation.start("exec bin/freshet job log --follow " + job);
        server.await("it prints", () -> command.out().equals("here\n"));

        command.signalGroup("INT");

        assertThat(command.ended(Duration.ofSeconds(5)).err()).isEmpty();
        assertThat(server.api().job(job).job().state()).isEqualTo(JobState.RUNNING);
        server.api().change(job, "cancel");
    }

    @ParameterizedTest
    @ValueSource(ints = {262_144, 262_145, 1_048_576, 1_048_577, 3_000_000})
    void keepsBothEndsOfALongOutputToTheByte(int length) {
        var job = server.api()
                .submit(shell("seq 1 900000 | head -c %1$d; seq 900000 -1 1 | head -c %1$d >&2".formatted(length)));

        server.await(job, JobState.FINISHED);

        var log = server.api().get("/api/v1/jobs/" + job + "/log").as(LogView.class);
        assertThat(log.parts()).hasSize(2);
        assertIs(log.parts().get(0), begin(IntStream.rangeClosed(1, 900_000), length));
        assertIs(log.parts().get(1), begin(IntStream.rangeClosed(1, 900_000).map(it -> 900_001 - it), length));
    }

    private static JobText shell(String text) {
        return aJob().with("payload", text).env("P3S_EXECMODE", "1");
    }

    /** From a line with the moment of writing and that of reading, both in nanoseconds. */
    private static Duration way(String line) {
        var moments = line.split(" ");
        return Duration.ofNanos(Long.parseLong(moments[1]) - Long.parseLong(moments[0]));
    }

    /** The first bytes of a line per number. */
    private static byte[] begin(IntStream numbers, int length) {
        var text = numbers.mapToObj(Integer::toString).collect(Collectors.joining("\n", "", "\n"));
        return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), length);
    }

    private static void assertIs(LogPart part, byte[] all) {
        int head = Math.min(all.length, LogPart.MAX_HEAD);
        int tail = Math.min(all.length - head, LogPart.MAX_TAIL);
        assertThat(part.head()).isEqualTo(Arrays.copyOf(all, head));
        assertThat(part.tail()).isEqualTo(Arrays.copyOfRange(all, all.length - tail, all.length));
        assertThat(part.totalBytes()).isEqualTo(all.length);
    }
}
