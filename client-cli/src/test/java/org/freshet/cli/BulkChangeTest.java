package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of all jobs that match: previewed, confirmed, followed and taken back. */
class BulkChangeTest {

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

    private static String bulk(String phase, int open, int done, int undo, String refusals) {
        return """
                {"id": 7, "action": "CANCEL", "phase": "%s", "user": "admin", "filter": "state=failed", "cut": false,
                 "jobs": 40, "open": %d, "done": %d, "refused": %d, "refusals": [%s],
                 "createdAt": "2026-11-20T03:12:40.000Z", "undo": %d, "futureField": 1}
                """.formatted(phase, open, done, 40 - open - done, refusals, undo);
    }

    private static String refusal(boolean tooLate, String why) {
        return "{\"tooLate\": %s, \"why\": \"%s\", \"jobs\": 2, \"example\": 12}".formatted(tooLate, why);
    }

    @Test
    void doesItToWhatThePreviewFound() {
        server.answers("/bulks", bulk("PREVIEW", 38, 0, 0, refusal(false, "it is FINISHED")));
        server.answers("/bulks/7/confirm", bulk("DONE", 0, 38, 3, refusal(false, "it is FINISHED")));

        var result = freshet.run(
                "job",
                "cancel",
                "--filter",
                "state=failed",
                "--filter",
                "state=expired",
                "--filter",
                "run=5076-5077",
                "--reason",
                "wrong input",
                "--yes");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Change 7, cancel: done to 38 of 40 jobs, not possible for 2.\n");
        assertThat(result.err())
                .contains("40 jobs found: to 38 it can be done, to 2 it cannot.")
                .contains("  2: it is FINISHED, for example job 12")
                .contains("freshet job undo 7");
        var wish = server.received().getFirst();
        assertThat(wish.path()).isEqualTo("/api/v1/bulks");
        assertThat(wish.json().path("action").asString()).isEqualTo("CANCEL");
        assertThat(wish.json().path("filter").path("state").asString()).isEqualTo("failed,expired");
        assertThat(wish.json().path("filter").path("run").asString()).isEqualTo("5076-5077");
        assertThat(server.last().json().path("reason").asString()).isEqualTo("wrong input");
    }

    @Test
    void tellsTheNewPriority() {
        server.answers("/bulks", bulk("PREVIEW", 40, 0, 0, ""));
        server.answers("/bulks/7/confirm", bulk("DONE", 0, 40, 40, ""));

        freshet.run("job", "prio", "5", "--filter", "type=reco", "--reason", "first", "--yes");

        assertThat(server.received().getFirst().json().path("priority").asInt()).isEqualTo(5);
        assertThat(server.received().getFirst().json().path("action").asString())
                .isEqualTo("PRIORITY");
    }

    @Test
    void followsWhatIsWorkedOffAndSaysWhatWasTooLate() {
        server.answers("/bulks", bulk("PREVIEW", 40, 0, 0, ""));
        server.answers("/bulks/7/confirm", bulk("RUNNING", 30, 10, 0, ""));
        server.answers("/bulks/7", bulk("DONE", 0, 38, 0, refusal(true, "it is RUNNING now")));

        var result = freshet.run("job", "hold", "--filter", "state=defined", "--reason", "wait", "--yes");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out()).contains("done to 38 of 40 jobs");
        assertThat(result.err()).contains("  2: it is RUNNING now, for example job 12");
    }

    @Test
    void changesNothingWhereNobodySaysYes() {
        server.answers("/bulks", bulk("PREVIEW", 40, 0, 0, ""));

        var result = freshet.run("job", "cancel", "--filter", "state=defined", "--reason", "wrong input");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Nothing was changed: there is no terminal to ask on.");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void hasNothingToDoWhereNothingMatches() {
        server.answers("/bulks", bulk("PREVIEW", 0, 0, 0, ""));

        var result = freshet.run("job", "release", "--filter", "type=none", "--reason", "go", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.json().path("phase").asString()).isEqualTo("PREVIEW");
        assertThat(result.err()).contains("Nothing was changed.");
    }

    @Test
    void takesAChangeBack() {
        server.answers("/bulks/7/undo", bulk("DONE", 0, 38, 0, refusal(true, "it is RUNNING now")));

        var result = freshet.run("job", "undo", "7");

        assertThat(result.out()).contains("done to 38 of 40 jobs");
        assertThat(server.last().path()).isEqualTo("/api/v1/bulks/7/undo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            job cancel --filter state=failed             | needs --reason
            job cancel 12 --filter state=failed          | either ids or --filter
            job cancel --filter failed --reason x --yes  | 'failed' is no filter
            job cancel                                   | Missing required parameter
            job undo seven                               | seven
            """)
    void refusesWhatItDoesNotUnderstand(String line, String sentence) {
        var result = freshet.run(line.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(sentence);
        assertThat(server.received()).isEmpty();
    }
}
