package org.freshet.pilot.talk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpCallTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void doesNotPassAFaultOffAsOneOfTheNetwork() throws IOException {
        var noSuchPort = URI.create("http://127.0.0.1:99999/");
        var call = new HttpCall("POST", noSuchPort, "token", new byte[0], PATIENCE);

        assertThatThrownBy(() -> call.answer(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port out of range");
    }
}
