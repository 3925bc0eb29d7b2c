package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.freshet.test.support.PilotJar;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose settings the site of the local pilots follows when several servers would start them. */
class PoolLocalSiteIT {

    private static final String STAY = "local: its size, its payload user and its secret stay as they are";

    @Test
    void followsTheServerThatLooksAfterItAndASecondOneOnlyWhenThatTakesOver(@TempDir Path directory) {
        var jar = "freshet.local.pilot-jar=" + PilotJar.in(directory);
        try (var watcher = TestServer.start();
                var first = ordering(watcher, 2, jar)) {
            Awaitility.await().until(() -> alive(watcher) == 2);
            var secret = secretHash(watcher);

            try (var second = ordering(watcher, 3, jar);
                    var third = ordering(watcher, 0, jar)) {
                Awaitility.await()
                        .until(() -> said(watcher, "none is submitted while they are there")
                                        .size()
                                == 2);

                assertThat(third.home()).isNotEqualTo(second.home());
                assertThat(cap(watcher)).isEqualTo(2);
                assertThat(secretHash(watcher)).isEqualTo(secret);
                assertThat(said(watcher, STAY)).hasSize(2).allMatch(it -> it.contains(":" + first.home() + ". "));
                end(third);

                end(first);

                Awaitility.await().until(() -> cap(watcher) == 3 && alive(watcher) == 3);
                assertThat(secretHash(watcher)).isNotEqualTo(secret);
            }
        }
    }

    @Test
    void isLeftAloneWhileLostPilotsOfAnotherServerMayComeBack(@TempDir Path directory) {
        try (var watcher = TestServer.start()) {
            watcher.db()
                    .sql("insert into pool_site (site, host) values ('local', 'other:/home/of/another')")
                    .update();
            watcher.db().sql("""
                            insert into pilot (site, state, nonce, batch_id, submitted_at, registered_at, ended_at, host, pid, token_hash)
                            values ('local', 'LOST', 'of-the-other', '1', now(), now(), now(), 'other', 1, sha256('x'))
                            """).update();
            var cap = cap(watcher);
            var secret = secretHash(watcher);

            try (var second = ordering(watcher, 3, "freshet.local.pilot-jar=" + PilotJar.in(directory))) {
                Awaitility.await()
                        .until(() -> said(watcher, "none is submitted while they are there")
                                        .size()
                                == 1);
                assertThat(cap(watcher)).isEqualTo(cap);
                assertThat(secretHash(watcher)).isEqualTo(secret);
                assertThat(said(watcher, STAY)).hasSize(1);

                watcher.db()
                        .sql("update pilot set ended_at = now() - interval '31 min' where nonce = 'of-the-other'")
                        .update();

                Awaitility.await().until(() -> cap(watcher) == 3 && alive(watcher) == 3);
                assertThat(secretHash(watcher)).isNotEqualTo(secret);
                assertThat(second.home()).isNotEqualTo(watcher.home());
            }
        }
    }

    /** Its pilots end with it. */
    private static void end(TestServer one) {
        one.close();
    }

    /** On the same database, with a home of its own that is new. */
    private static TestServer ordering(TestServer one, int pilots, String jar) {
        return TestServer.start(
                one.database(),
                "freshet.pool.enabled=true",
                "freshet.pool.every=100ms",
                "freshet.local.pilots=" + pilots,
                jar);
    }

    private static long alive(TestServer server) {
        return server.db()
                .sql(
                        "select count(*) from pilot where site = 'local' and ended_at is null and registered_at is not null")
                .query(Long.class)
                .single();
    }

    private static int cap(TestServer server) {
        return server.db()
                .sql("select cap from site where name = 'local'")
                .query(Integer.class)
                .single();
    }

    private static String secretHash(TestServer server) {
        return server.db()
                .sql("select encode(secret_hash, 'hex') from site where name = 'local'")
                .query(String.class)
                .single();
    }

    private static List<String> said(TestServer server, String part) {
        return ServiceLogEntry.of(server, "pool").stream()
                .map(ServiceLogEntry::message)
                .filter(it -> it.contains(part))
                .toList();
    }
}
