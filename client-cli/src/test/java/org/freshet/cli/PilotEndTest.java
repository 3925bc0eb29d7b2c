package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PilotEndTest {

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
    void letsAPilotDrainAndSaysAfterWhichJobItEnds() {
        var result = freshet.run("pilot", "drain", "3", "--reason", "new disk");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Pilot 3 takes no more jobs and ends after job 12.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/pilots/3/drain");
        assertThat(server.last().json().path("reason").asString()).isEqualTo("new disk");
    }

    @Test
    void killsSeveralAndEndsWithTheWorstCode() {
        var result = freshet.run("pilot", "kill", "4", "5", "3");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out()).isEqualTo("Pilot 3 is told to give job 12 back and to end.\n");
        assertThat(result.err()).isEqualTo("There is no pilot 4.\nPilot 5 is LOST and cannot be changed by kill.\n");
    }

    @Test
    void printsJson() {
        assertThat(freshet.run("pilot", "kill", "3", "--json")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("DRAINING");
    }

    @Test
    void needsAnId() {
        assertThat(freshet.run("pilot", "drain").code()).isEqualTo(2);
        assertThat(freshet.run("pilot", "kill", "node7").code()).isEqualTo(2);
    }
}
