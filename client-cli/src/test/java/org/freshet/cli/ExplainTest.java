package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
        server.job(12, "evdisp", "DEFINED", "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain 12", "job explain 12"})
    void printsTheSentencesOfTheServerWithTheNextStep(String command) {
        var result = freshet.run(command.split(" "));

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        Waits since 03:05:50 UTC: of 1 pilot alive (1 idle) none has the tag gpu.
                        Site local has 2 of at most 2 pilots, so no more are ordered.
                        Next step: Cancel it and submit it with less.
                          freshet job cancel 12
                        """);
    }

    @Test
    void coloursWhatIsLate() {
        var result = freshet.onATerminal().run("explain", "12");

        assertThat(result.out()).startsWith("\u001b[33mWaits since");
    }

    @Test
    void explainsAPilot() {
        var result = freshet.run("pilot", "explain", "3");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Idle for 4 min 10 s: no job waits.\n");
    }

    @Test
    void handsOnTheJsonAsReceived() {
        assertThat(freshet.run("explain", "12", "--json").json().path("facts")).hasSize(2);
        assertThat(freshet.run("pilot", "explain", "3", "--json")
                        .json()
                        .path("look")
                        .asString())
                .isEqualTo("CALM");
    }

    @Test
    void endsWithFiveForWhatDoesNotExist() {
        assertThat(freshet.run("explain", "99").code()).isEqualTo(5);
        assertThat(freshet.run("pilot", "explain", "4").code()).isEqualTo(5);
    }
}
