package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidateTest {

    private static final String GOOD =
            "[{\"jobtype\": \"a\", \"payload\": \"x\"}, {\"jobtype\": \"a\", \"payload\": \"y\"}]";

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
    void asksTheServerAsWellWhenTheSchemaFits() {
        var result = freshet.withInput(GOOD).run("validate", "-");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("stdin: no problem in 2 jobs.\n");
        assertThat(result.err()).isEqualTo("1 job is held.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/jobs/validate");
    }

    @Test
    void asksNobodyWhenItIsTold() {
        var result = freshet.withInput(GOOD).run("validate", "--offline", "-");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("stdin: no problem in 2 jobs.\n");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void isContentWithTheSchemaWhenNoServerAnswers() {
        server.close();

        var result = freshet.withInput(GOOD).run("validate", "-");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("stdin: no problem in 2 jobs.\n");
        assertThat(result.err()).startsWith("Checked against the schema only: No server answers at ");
    }

    @Test
    void printsEveryProblemWithItsPlaceAndAsksNobody() {
        var result = freshet.withInput("""
                        [
                          {"jobtype": "evdisp", "payload": "/bin/true", "prority": 5},
                          {"jobtype": "evdisp", "timelimit": -5}
                        ]
                        """).run("validate", "-");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("""
                        stdin:2:60: job 0, prority: unknown attribute; did you mean "priority"?
                        stdin:3:38: job 1, timelimit: -5 is not allowed; a whole number from 0 to 31536000 is
                        stdin:3:3: job 1, payload: missing; every job has one
                        """);
        assertThat(result.err()).isEqualTo("3 problems in stdin.\n");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void printsWhatOnlyTheServerFinds() {
        server.refuseWith(
                400,
                "{\"status\": 400, \"detail\": \"No.\", \"errors\": [{\"index\": 1, \"field\": \"site\", \"reason\": \"no such\"}]}");

        var result = freshet.withInput(GOOD).run("validate", "-");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("stdin: job 1, site: no such\n");
    }

    @Test
    void endsWithFourWhenTheServerWantsAnotherToken() {
        assertThat(freshet.with("FRESHET_TOKEN", "wrong")
                        .withInput(GOOD)
                        .run("validate", "-")
                        .code())
                .isEqualTo(4);
    }

    @Test
    void printsTheProblemsAsJson() {
        var result = freshet.withInput("[{\"jobtype\": \"a\"}]").run("validate", "-", "--json");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.json().path("errors").get(0).path("field").asString()).isEqualTo("payload");
        assertThat(result.json().path("status").asInt()).isEqualTo(400);
    }

    @Test
    void printsTheAnswerAsJson() {
        var result = freshet.withInput(GOOD).run("validate", "-", "--json");

        assertThat(result.json().path("jobs").asInt()).isEqualTo(2);
        assertThat(result.err()).isEmpty();
        assertThat(freshet.withInput(GOOD)
                        .run("validate", "-", "--json", "--offline")
                        .json()
                        .path("jobs")
                        .asInt())
                .isEqualTo(2);
    }
}
