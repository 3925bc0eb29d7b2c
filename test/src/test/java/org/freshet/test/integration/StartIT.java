package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import javax.sql.DataSource;
import org.freshet.server.platform.ServerInstances;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;

/** Servers that must not start, servers beside others on one database, and a server whose database went away. */
class StartIT {

    private static final String GIVEN = "a-token-of-more-than-20-letters";

    @Test
    void refusesATokenThatWasRevoked() {
        try (var server = TestServer.start("freshet.token=" + GIVEN)) {
            assertThat(new Api(server.url(), GIVEN).get("/api/v1/jobs").status())
                    .isEqualTo(200);
            server.db()
                    .sql("update token set revoked_at = now() where name like 'FRESHET_TOKEN%'")
                    .update();

            assertThatThrownBy(() -> server.another("freshet.token=" + GIVEN))
                    .hasMessageStartingWith(
                            "The token in FRESHET_TOKEN cannot be used. The token 'FRESHET_TOKEN of the")
                    .hasMessageContaining(" was revoked at 20");
        }
    }

    @Test
    void refusesATokenThatHasExpired() {
        try (var server = TestServer.start("freshet.token=" + GIVEN)) {
            server.db()
                    .sql("update token set expires_at = now() where name like 'FRESHET_TOKEN%'")
                    .update();

            assertThatThrownBy(() -> server.another("freshet.token=" + GIVEN))
                    .hasMessageStartingWith(
                            "The token in FRESHET_TOKEN cannot be used. The token 'FRESHET_TOKEN of the")
                    .hasMessageContaining(" expired at 20");
        }
    }

    @Test
    void refusesALeaseThatIsTooShortForASite() {
        try (var server = TestServer.start()) {
            server.db().sql("update site set heartbeat_s = 12").update();

            assertThatThrownBy(server::another)
                    .hasMessageContaining("freshet.pilot.lease (40 s)")
                    .hasMessageContaining("site local")
                    .hasMessageContaining("(41 s)");
        }
    }

    @Test
    void refusesSweepsSoRareThatNoPilotWouldBeLost() {
        var sweeps = "freshet.sweep.enabled=true";

        assertThatThrownBy(() -> TestServer.start(sweeps, "freshet.sweep.every=6s"))
                .rootCause()
                .hasMessageContaining("freshet.sweep.every (6000 ms) is longer than 5000 ms");
        assertThatThrownBy(() -> TestServer.start(sweeps, "freshet.sweep.every=1800ms", "freshet.pilot.lease=7s"))
                .rootCause()
                .hasMessageContaining("freshet.sweep.every (1800 ms) is longer than 1750 ms");
    }

    @Test
    void sweepsByItself() {
        try (var server = TestServer.start("freshet.sweep.enabled=true", "freshet.sweep.every=100ms")) {
            var pilot = ScriptedPilot.register(server);

            // the first sweep renews every lease
            await().untilAsserted(() -> {
                server.db()
                        .sql("update pilot set lease_until = now() - interval '1 s' where state <> 'LOST'")
                        .update();
                assertThat(server.db()
                                .sql("select state from pilot where id = :id")
                                .param("id", pilot.id().value())
                                .query(String.class)
                                .single())
                        .isEqualTo("LOST");
            });
        }
    }

    @Test
    void leavesTheLocalSiteToTheServerThatOrdersPilots() {
        try (var server = TestServer.start("freshet.local.pilots=3")) {
            var before = site(server);
            // a home that has not the secret
            try (var other = TestServer.start(server.database(), "freshet.local.pilots=7")) {
                assertThat(site(other)).isEqualTo(before);
                assertThat(other.home().resolve("sites/local.secret")).doesNotExist();
            }

            ScriptedPilot.register(server);
        }
    }

    private static List<String> site(TestServer server) {
        return server.db()
                .sql("select concat(cap, ' ', secret_hash, ' ', old_secret_hash) from site where name = 'local'")
                .query(String.class)
                .list();
    }

    @Test
    void tellsAddressesOnlyToThoseWhomTheyLeadToAServer() {
        try (var one = TestServer.start();
                var open = one.another("freshet.public-url=http://freshet.example.org:8080");
                var local = one.another()) {
            var instances = one.part(ServerInstances.class);
            var here = one.url();
            var elsewhere = URI.create("http://192.0.2.1:" + one.url().getPort());
            var published = URI.create("http://freshet.example.org:8080");

            assertThat(instances.after(here)).containsExactlyInAnyOrder(here, published, local.url());
            assertThat(instances.after(elsewhere)).containsExactly(elsewhere, published);

            one.db().sql("update server_instance set host = 'another machine'").update();
            assertThat(instances.after(here)).containsExactly(here, published);
            assertThat(open.url()).isNotEqualTo(published);
        }
    }

    @Test
    void tellsPilotsOfAServerThatIsPerhapsBeingRestarted() {
        try (var one = TestServer.start()) {
            var instances = one.part(ServerInstances.class);
            var published = URI.create("http://freshet.example.org:8080");
            one.another("freshet.public-url=" + published).close();
            one.another().close();

            assertThat(instances.after(one.url())).containsExactly(one.url(), published);
            assertThat(instances.others()).isEmpty();

            one.db()
                    .sql("update server_instance set seen_at = now() - interval '11 min', stopped_at = now()"
                            + " where url = 'http://freshet.example.org:8080'")
                    .update();
            assertThat(instances.after(one.url())).containsExactly(one.url());
        }
    }

    @Test
    void refusesAPublicAddressThatIsNone() {
        assertThatThrownBy(() -> TestServer.start("freshet.public-url=freshet.example.org"))
                .rootCause()
                .hasMessageContaining("FRESHET_PUBLIC_URL is \"freshet.example.org\"");
    }

    @Test
    void asksWhoHasATokenToComeAgainWhenTheDatabaseIsAway() throws Exception {
        try (var server = TestServer.start()) {
            var api = server.api();
            server.part(DataSource.class).unwrap(AutoCloseable.class).close();

            for (var answer : List.of(api.get("/api/v1/jobs"), api.post("/api/v1/jobs/1/cancel", "{}"))) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(answer.problem().detail()).startsWith("The database cannot be reached now.");
            }
        }
    }
}
