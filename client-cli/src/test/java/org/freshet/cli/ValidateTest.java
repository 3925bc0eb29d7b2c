package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidateTest {

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
    void saysThatNothingIsWrong() {
        var result = freshet.withInput("[{\"payload\": \"x\"}, {\"payload\": \"y\"}]")
                .run("validate", "-");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("stdin: no problem in 2 jobs.\n");
        assertThat(result.err()).isEqualTo("1 job is held.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/jobs/validate");
    }

    @Test
    void printsEveryProblem() {
        var result = freshet.withInput("{},".repeat(24).replaceFirst("^", "[") + "{}]")
                .run("validate", "-");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.out())
                .hasLineCount(25)
                .startsWith("stdin:2:3: job 0, payload: is missing\n")
                .endsWith("stdin:26:3: job 24, payload: is missing\n");
        assertThat(result.err()).isEqualTo("25 problems in stdin.\n");
    }

    @Test
    void printsTheProblemsAsJson() {
        var result = freshet.withInput("[{}]").run("validate", "-", "--json");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.json().path("errors").get(0).path("field").asString()).isEqualTo("payload");
    }

    @Test
    void printsTheAnswerAsJson() {
        var result = freshet.withInput("[{\"payload\": \"x\"}]").run("validate", "-", "--json");

        assertThat(result.json().path("jobs").asInt()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
    }
}
