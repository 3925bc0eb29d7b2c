package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private static final String SILENCE = """
            {"id": 3, "rule": "LATE", "object": "femb", "reason": "calibration", "until": "2026-11-20T07:00:00.000Z",
             "madeAt": "2026-11-20T03:00:00.000Z", "by": "tom"}""";

    private static final String LATE = """
            {"id": 12, "rule": "LATE", "object": "femb", "severity": "LATE", "state": "OPEN", "brief": "femb is late",
             "sentence": "femb is late: its oldest waiting job waits for 14 min 05 s; the limit is 10 min.",
             "detail": "Why:", "command": "freshet explain 7", "value": 845.0, "limit": 600.0,
             "raisedAt": "2026-11-20T03:08:42.000Z"}""";

    private static final String OVER = """
            {"id": 11, "rule": "POOL_PAUSED", "object": "np04", "severity": "BROKEN", "state": "CLEARED",
             "brief": "np04 was paused by the pool", "sentence": "np04 was paused by the pool.", "detail": "",
             "raisedAt": "2026-11-20T02:00:00.000Z", "clearedAt": "2026-11-20T02:10:00.000Z",
             "acknowledgedAt": "2026-11-20T02:01:00.000Z", "acknowledgedBy": "mara", "note": "mail sent"}""";

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsWhatGoesOn() {
        server.documents("{\"items\": [" + LATE + "]}");

        var result = freshet.run("alarm", "list");

        assertThat(result.out()).isEqualTo("""
                        ID  STATE  RULE  BEGAN                    WHAT
                        12  open   late  2026-11-20 03:08:42 UTC  femb is late: its oldest waiting job waits for 14 min 05 s; the limit is 10 min.
                        """);
        assertThat(server.last().query()).containsEntry("state", "OPEN,ACKNOWLEDGED,SILENCED");
    }

    @Test
    void listsAlsoWhatIsOver() {
        server.documents("{\"items\": [" + OVER + "]}");

        var result = freshet.run("alarm", "list", "--all", "--rule", "pool-paused,silent", "--severity", "broken");

        assertThat(result.out()).contains("cleared  pool paused  2026-11-20 02:00:00 UTC", "mara: mail sent");
        assertThat(server.last().query())
                .containsEntry("rule", "POOL_PAUSED,SILENT")
                .containsEntry("severity", "BROKEN")
                .doesNotContainKey("state");
    }

    @Test
    void acknowledgesWithANote() {
        server.documents(LATE);

        var result = freshet.run("alarm", "ack", "12", "--note", "mail sent");

        assertThat(result.out()).isEqualTo("Alarm 12 is acknowledged: femb is late.\n");
        assertThat(server.last().path()).endsWith("/alarms/12/ack");
        assertThat(server.last().body()).isEqualTo("{\"note\":\"mail sent\"}");
    }

    @Test
    void silencesARuleOfOneThingForATime() {
        server.documents(SILENCE);

        var result = freshet.run("alarm", "silence", "late", "femb", "--for", "4h", "--reason", "calibration");

        assertThat(result.out())
                .isEqualTo("Alarms 'late' of femb are silent until 2026-11-20 07:00:00 UTC."
                        + " To end it before: freshet alarm unsilence 3\n");
        assertThat(server.last().body())
                .isEqualTo("{\"rule\":\"LATE\",\"object\":\"femb\",\"reason\":\"calibration\",\"expiresIn\":14400}");
    }

    @Test
    void wantsToKnowForHowLongAndWhy() {
        assertThat(freshet.run("alarm", "silence", "late", "--for", "4h").code())
                .isEqualTo(2);
        assertThat(freshet.run("alarm", "silence", "late", "--reason", "x").code())
                .isEqualTo(2);
        assertThat(freshet.run("alarm", "silence", "lat", "--for", "4h", "--reason", "x")
                        .err())
                .contains("no such rule 'lat'; did you mean 'late'?");
    }

    @Test
    void endsASilence() {
        server.documents(SILENCE);

        var result = freshet.run("alarm", "unsilence", "3", "--reason", "it is over");

        assertThat(result.out()).isEqualTo("Alarms 'late' of femb are told again.\n");
        assertThat(server.last().path()).endsWith("/alarms/silences/3/end");
        assertThat(server.last().body()).isEqualTo("{\"reason\":\"it is over\"}");
    }

    @Test
    void listsWhatIsSilent() {
        server.documents("{\"items\": [" + SILENCE.replace("\"object\": \"femb\", ", "") + "]}");

        assertThat(freshet.run("alarm", "silences").out()).isEqualTo("""
                        ID  RULE  NAME  UNTIL                    BY   REASON
                         3  late  all   2026-11-20 07:00:00 UTC  tom  calibration
                        """);
        server.documents("{\"items\": []}");
        assertThat(freshet.run("alarm", "silences").err()).isEqualTo("Nothing is kept silent.\n");
    }
}
