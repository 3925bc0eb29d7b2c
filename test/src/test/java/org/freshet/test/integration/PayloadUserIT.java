package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.test.support.Api;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;

class PayloadUserIT {

    @Test
    void tellsThePilotAsWhomToRunPayloadsAndTheReaderWhetherItDoes() {
        try (var server = TestServer.start("freshet.local.payload-user=nobody")) {
            var obedient = register(server, "root");
            var other = register(server, "freshet");

            assertThat(obedient.site().payloadUser()).isEqualTo("nobody");
            assertShown(server, obedient, "Payloads run as nobody, to whom the pilot changes from root.");
            assertShown(
                    server,
                    other,
                    "Payloads run as the pilot's own user freshet, not as nobody: the pilot does not run as root.");
        }
    }

    @Test
    void saysThatPayloadsRunAsRootWhenNobodySaidOtherwise() {
        try (var server = TestServer.start()) {
            var pilot = register(server, "root");

            assertThat(pilot.site().payloadUser()).isNull();
            assertShown(
                    server,
                    pilot,
                    "Payloads run as the pilot's own user root: its site names no other (payload user).");
        }
    }

    private static Registered register(TestServer server, String user) {
        var registration = new Registration(
                Protocol.VERSION,
                "local",
                UUID.randomUUID().toString(),
                "a host",
                4711,
                null,
                "test",
                user,
                new Offer(1, 1000, 1000, List.of(), 3600));
        return new Api(server.url(), server.secret("sites/local.secret"))
                .post("/api/v1/pilots", Api.JSON.writeValueAsString(registration))
                .as(Registered.class);
    }

    private static void assertShown(TestServer server, Registered pilot, String sentence) {
        var view = server.api()
                .get("/api/v1/pilots/" + pilot.pilot())
                .as(PilotDetail.class)
                .pilot();
        assertThat(view.payloadsRunAs()).isEqualTo(sentence);
        assertThat(server.api().get("/pilots/" + pilot.pilot()).body()).contains(sentence.replace("'", "&#39;"));
    }
}
