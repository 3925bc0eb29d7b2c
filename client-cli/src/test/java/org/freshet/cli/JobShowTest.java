package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobShowTest {

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
    void showsAttributesAttemptsAndHistory() {
        server.job(12, "evdisp", "DEFINED", "\"run\": 5076, \"metadata\": {\"beam\": [1, \"on\"]}");
        var result = freshet.run("job", "show", "12");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("Job 12 (evdisp): defined\n\n")
                .contains("run          5076\n")
                .contains("metadata     {\"beam\":[1,\"on\"]}\n")
                .contains("memory       1,024 MB\n")
                .contains("defined      2026-11-20 03:05:55 UTC (14 min 05 s ago)\n")
                .contains("ATTEMPT  RESULT  REASON       PILOT  SITE   HOST   DISPATCHED")
                .contains("      1  failed  exit code 3      3  local  node7  2026-11-20 03:05:54 UTC  14 min 05 s")
                .contains("2026-11-20 03:20:00 UTC  running  failed         1  pilot 3     exit code 3");
    }

    @Test
    void saysWhatToDoAboutAFailure() {
        server.job(12, "evdisp", "DEFINED", "");
        server.fail(12, 3);

        var result = freshet.run("job", "show", "12");

        assertThat(result.out()).startsWith("""
                        Job 12 (evdisp): failed
                        The payload ended with an exit code other than 0.
                        Next step: Read the end of its log, mend it, then retry.
                        """);
    }

    @Test
    void takesAUuid() {
        server.job(12, "evdisp", "DEFINED", "");

        var result = freshet.run("job", "show", "0190b5a2-0000-8000-8000-00000000000c");

        assertThat(result.out()).startsWith("Job 12 ");
    }

    @Test
    void handsOnTheJsonAsReceived() {
        server.job(12, "evdisp", "DEFINED", "");

        var result = freshet.run("job", "show", "12", "--json");

        assertThat(result.json().path("history")).hasSize(2);
        assertThat(result.json().path("job").has("futureField")).isTrue();
    }

    @Test
    void endsWithFiveForAnUnknownJob() {
        var result = freshet.run("job", "show", "99");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).isEqualTo("There is no job 99.\n");
    }

    @Test
    void refusesWhatIsNoId() {
        for (String id : new String[] {"0", "-1", "12x", "../12", "0190b5a2"}) {
            assertThat(freshet.run("job", "show", id).code()).isEqualTo(2);
        }
        assertThat(server.received()).isEmpty();
    }
}
