package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.List;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.protocol.Usage;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pilots say of their machines and of what payloads used; those that say nothing are served all the same. */
class MachineStateIT {

    private static final MachineState WELL = new MachineState(8, 7.94, 65_536, 25_600, 900_000);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PilotDetail detail(PilotId pilot) {
        return server.api().get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
    }

    private static Exchange saying(ScriptedPilot pilot, MachineState machine) {
        var next = pilot.next(false);
        return new Exchange(next.seq(), next.holds(), next.reports(), next.want(), null, machine);
    }

    @Test
    void keepsWhatAPilotSaidLastOfItsMachine() {
        var pilot = ScriptedPilot.register(server);

        pilot.send(saying(pilot, WELL));
        pilot.say(false);

        assertThat(detail(pilot.id()).pilot().machine()).isEqualTo(WELL);
        assertThat(detail(pilot.id()).pilot().machineAt()).isNotNull();
    }

    @Test
    void takesWhatAPilotNoLongerKnowsForUnknown() {
        var pilot = ScriptedPilot.register(server);

        pilot.send(saying(pilot, WELL));
        pilot.send(saying(pilot, new MachineState(8, null, null, null, null)));

        assertThat(detail(pilot.id()).pilot().machine()).isEqualTo(new MachineState(8, null, null, null, null));
    }

    @Test
    void servesAPilotThatKnowsNothingOfThis() {
        var pilot = ScriptedPilot.register(server);
        var job = server.api().submit(aJob());

        var unanswered = pilot.api()
                .post(
                        "/api/v1/pilots/" + pilot.id() + "/exchange",
                        "{\"seq\": 1, \"reports\": [], \"want\": {\"cores\": 1, \"memoryMb\": 2000, \"diskMb\": 1, \"tags\": [],"
                                + " \"remainingSeconds\": 9000}}");

        assertThat(unanswered.status()).isEqualTo(200);
        assertThat(unanswered.body()).contains("\"job\":" + job);
        assertThat(detail(pilot.id()).pilot().machine()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"processors": 0}      | machine.processors
            {"load": -0.1}         | machine.load
            {"load": 1e7}          | machine.load
            {"memoryMb": -1}       | machine.memoryMb
            {"freeMemoryMb": -1}   | machine.freeMemoryMb
            {"freeDiskMb": -1}     | machine.freeDiskMb
            {"temperature": 300}   | temperature
            """)
    void refusesWhatNoMachineDoes(String machine, String field) {
        var pilot = ScriptedPilot.register(server);

        var answer = pilot.api()
                .post(
                        "/api/v1/pilots/" + pilot.id() + "/exchange",
                        "{\"seq\": 1, \"reports\": [], \"machine\": " + machine + "}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(field);
    }

    @Test
    void keepsWhatEachAttemptUsed() {
        var job = server.api().submit(aJob().with("retries", 1).with("priority", 100));
        var pilot = ScriptedPilot.register(server);
        var first = pilot.claim();

        pilot.say(
                false,
                new Report.Ended(
                        first.attempt(),
                        FailureReason.EXIT_CODE,
                        65,
                        null,
                        "exit code 65",
                        2000L,
                        5,
                        List.of(),
                        null,
                        new Usage(1900L, 1843)));
        pilot.say(false, finished(pilot.claim()));

        assertThat(server.api().job(job).attempts())
                .extracting(it -> it.usage())
                .containsExactlyInAnyOrder(new Usage(1900L, 1843), null);
    }
}
