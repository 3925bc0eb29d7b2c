package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.freshet.test.support.Api;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When another host may look after a site: its batch system knows nothing of the pilots that are there. */
class PoolTakeoverIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void refusesAnotherHostWhileThereArePilotsOfTheFirst() {
        var farm = PoolFixture.fixed(server, 1, 1);
        farm.run();
        var body = "{\"host\": \"other.example\", \"dryRun\": false}";

        var answer = api.post("/api/v1/pool/" + farm.site + "/runs", body);
        var dry = fromElsewhere(farm, true);

        assertThat(dry.status()).as(dry.body()).isEqualTo(409);
        assertThat(dry.problem().detail()).isEqualTo(answer.problem().detail());
        assertThat(farm.host.tryToBegin(farm.site, true).status()).isEqualTo(200);
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("were submitted on", "and other.example cannot see them in its own queue");
        server.db()
                .sql("update pilot set state = 'STOPPED', ended_at = now() where site = :site")
                .param("site", farm.site)
                .update();
        assertThat(api.post("/api/v1/pool/" + farm.site + "/runs", body).status())
                .isEqualTo(200);
    }

    /** A lost pilot lives again when it is heard again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state = 'LOST', ended_at = now()                                         | 409
            state = 'LOST', ended_at = now() - interval '23 h'                       | 409
            state = 'LOST', ended_at = now(), ends_at = null                         | 409
            state = 'LOST', ended_at = now() - interval '25 h'                       | 200
            state = 'LOST', ended_at = now(), ends_at = now() - interval '1 s'       | 200
            state = 'LOST', ended_at = now(), batch_id = null                        | 200
            state = 'KILLED', ended_at = now(), told = 'STOP', told_at = now(), told_why = 'x' | 200
            """)
    void refusesAnotherHostWhileLostPilotsOfTheFirstMayComeBack(String end, int status) {
        var farm = PoolFixture.fixed(server, 1, 1);
        farm.register(farm.run().pilots().getFirst());
        server.db()
                .sql("update pilot set " + end + " where site = :site")
                .param("site", farm.site)
                .update();

        var answer = fromElsewhere(farm, false);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    /** As a person does whose submit host is gone for good: nobody tells these pilots, as they never register. */
    @Test
    void letsAnotherHostTakeOverWhenThePilotsThatNeverSpokeWereKilled() {
        var farm = PoolFixture.fixed(server, 2, 10);
        var pilots = farm.run().pilots();
        api.post("/api/v1/pilots/" + pilots.getFirst() + "/kill", "{}");

        var early = fromElsewhere(farm, false);
        api.post("/api/v1/pilots/" + pilots.getLast() + "/drain", "{}");
        var drained = fromElsewhere(farm, false);
        api.post("/api/v1/pilots/" + pilots.getLast() + "/kill", "{}");

        assertThat(early.status()).as(early.body()).isEqualTo(409);
        assertThat(early.problem().detail())
                .contains("If submit.example is gone for good, end them: freshet pilot kill")
                .contains("freshet pilot list --site " + farm.site + ".");
        assertThat(drained.status()).isEqualTo(409);
        assertThat(fromElsewhere(farm, false).status()).isEqualTo(200);
    }

    /** Whether its machine is gone for good nobody knows; a process that the pool saw end does not come back. */
    @Test
    void waitsForLostLocalPilotsOfAnotherServerOnlySoLong() {
        server.db().sql("""
                insert into pool_site (site, host) values ('local', 'there:/gone')
                on conflict (site) do update set host = excluded.host, holder = null, held_until = null
                """).update();
        api.post("/api/v1/sites/local/pause", "{\"reason\": \"none is needed here\"}");
        lostLocal("away");
        server.db().sql("""
                insert into event (entity, entity_id, from_state, to_state, actor)
                values ('pilot', :pilot, 'IDLE', 'LOST', 'service pool')
                """).param("pilot", lostLocal("dead")).update();

        try (var third = server.another("freshet.pool.enabled=true", "freshet.pool.every=100ms")) {
            Awaitility.await()
                    .until(() -> ServiceLogEntry.of(server, "pool").stream()
                            .anyMatch(it ->
                                    it.message().startsWith("local: its pilots are looked after from there:/gone.")));
            assertThat(hostOfLocal()).isEqualTo("there:/gone");

            server.db()
                    .sql("update pilot set ended_at = now() - interval '31 min' where nonce = 'away'")
                    .update();

            Awaitility.await().until(() -> hostOfLocal().contains(third.home().toString()));
        }
    }

    private static long lostLocal(String nonce) {
        return server.db().sql("""
                insert into pilot (site, state, nonce, batch_id, registered_at, ended_at, ends_at)
                values ('local', 'LOST', :nonce, '4711', now(), now(), now() + interval '1 day')
                returning id
                """).param("nonce", nonce).query(Long.class).single();
    }

    private static String hostOfLocal() {
        return server.db()
                .sql("select host from pool_site where site = 'local'")
                .query(String.class)
                .single();
    }

    private static Api.Answer fromElsewhere(PoolFixture farm, boolean dry) {
        return api.post(
                "/api/v1/pool/" + farm.site + "/runs", "{\"host\": \"other.example\", \"dryRun\": " + dry + "}");
    }
}
