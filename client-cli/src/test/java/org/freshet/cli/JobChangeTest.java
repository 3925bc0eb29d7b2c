package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobChangeTest {

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
    void cancelsWithAReason() {
        job("RUNNING");

        var result = freshet.run("job", "cancel", "12", "--reason", "wrong input");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Job 12 (evdisp) is cancelled.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/jobs/12/cancel");
        assertThat(server.last().json().path("reason").asString()).isEqualTo("wrong input");
    }

    @Test
    void holdsAndReleases() {
        job("DEFINED");

        assertThat(freshet.run("job", "hold", "12").out())
                .isEqualTo("Job 12 (evdisp) is held; release it with: freshet job release 12.\n");
        assertThat(server.last().body()).isEqualTo("{}");
        assertThat(freshet.run("job", "release", "12").out())
                .isEqualTo("Job 12 (evdisp) is released and waits for a pilot.\n");
    }

    @Test
    void retriesWithANewUsefulness() {
        job("EXPIRED");

        var result = freshet.run("job", "retry", "12", "--useful-for", "10m");

        assertThat(result.out()).isEqualTo("Job 12 (evdisp) waits for attempt 1.\n");
        assertThat(server.last().json().path("usefulFor").asString()).isEqualTo("PT10M");
    }

    @Test
    void setsThePriorityOfSeveral() {
        job("DEFINED");
        server.job(13, "monitor", "DEFINED", "");

        var result = freshet.run("job", "prio", "-5", "12", "13");

        assertThat(result.out()).isEqualTo("Job 12 (evdisp) has priority -5.\nJob 13 (monitor) has priority -5.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/jobs/13/priority");
    }

    @Test
    void triesAllAndEndsWithTheWorstCode() {
        job("FINISHED");
        server.job(13, "monitor", "RUNNING", "");

        var result = freshet.run("job", "cancel", "99", "12", "13");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out()).isEqualTo("Job 13 (monitor) is cancelled.\n");
        assertThat(result.err())
                .isEqualTo("There is no job 99.\nJob 12 is FINISHED and cannot be changed by cancel.\n");
    }

    @Test
    void stopsAtAServerThatIsAwayAndNamesTheRest() {
        job("RUNNING");
        server.goAwayFor(1);

        var result = freshet.run("job", "cancel", "12", "13", "14");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("The database cannot be reached.\nNot tried: 13, 14.\n");
    }

    @Test
    void takesRangesOfIds() {
        for (int id = 12; id <= 16; id++) {
            server.job(id, "evdisp", "RUNNING", "");
        }

        var result = freshet.run("job", "cancel", "12-14,16", "13");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .hasLineCount(4)
                .contains("Job 14 (")
                .contains("Job 16 (")
                .doesNotContain("Job 15 (");
        assertThat(server.received()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            14-12   | '14-12' ends before it begins: give 12-14.
            1-10001 | '1-10001' is more than 10,000 ids
            0-3     | '0-3' is not an id: give a number, a range such as 3-7, or a UUID.
            1-      | '1-' is not an id
            """)
    void refusesWhatIsNoRange(String ids, String sentence) {
        var result = freshet.run("job", "cancel", ids);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(sentence);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void printsOneJobAsAnObjectAndSeveralAsAList() {
        job("RUNNING");

        assertThat(freshet.run("job", "cancel", "12", "--json")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("CANCELLED");
        assertThat(freshet.run("job", "retry", "12", "99", "--json").json()).hasSize(1);
    }

    @Test
    void needsAnId() {
        for (String action : new String[] {"cancel", "hold", "release", "retry", "wait", "show", "log"}) {
            assertThat(freshet.run("job", action).code()).isEqualTo(2);
        }
        assertThat(freshet.run("job", "prio", "5").code()).isEqualTo(2);
    }

    private void job(String state) {
        server.job(12, "evdisp", state, "");
    }
}
