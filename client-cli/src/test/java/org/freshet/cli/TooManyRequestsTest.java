package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TooManyRequestsTest {

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
    void comesAgainWhenTheServerSaid() {
        server.beAskedTooOftenFor(3);

        var result = freshet.run("summary");

        assertThat(result.code()).isZero();
        assertThat(result.waited()).isEqualTo(Duration.ofSeconds(6));
        assertThat(server.received()).hasSize(4);
    }

    @Test
    void asksForAChangeAgainBecauseNothingWasDone() {
        server.job(12, "evdisp", "RUNNING", "");
        server.beAskedTooOftenFor(1);

        var result = freshet.run("job", "cancel", "12");

        assertThat(result.code()).isZero();
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void givesUpAfterHalfAMinute() {
        server.beAskedTooOftenFor(1000);

        var result = freshet.run("summary");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("Asked too often.\n");
        assertThat(result.waited()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    }
}
