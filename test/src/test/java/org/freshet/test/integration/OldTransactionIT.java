package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.AlarmView;
import org.freshet.protocol.Page;
import org.freshet.server.alarm.AlarmSweep;
import org.freshet.test.support.Api;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;

/** Whoever keeps PostgreSQL from removing what was changed is an alarm. */
@Timeout(300)
class OldTransactionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.alarm.oldest-transaction=1s", "freshet.alarm.clear-after=0s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isAnAlarmUntilTheTransactionEnds() throws SQLException {
        try (var session = openTransaction("select pg_current_xact_id()")) {
            var object = "database session " + pid(session);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(look(object)).hasSize(1));
            assertThat(look(object)).singleElement().satisfies(it -> {
                assertThat(it.state()).isEqualTo(AlarmState.OPEN);
                assertThat(it.sentence()).contains("idle in transaction", "keeps the database from cleaning up since");
                assertThat(it.detail()).contains("pg_terminate_backend(" + pid(session) + ")");
            });
            session.rollback();
            assertThat(look(object))
                    .singleElement()
                    .satisfies(it -> assertThat(it.state()).isEqualTo(AlarmState.CLEARED));
        }
    }

    @Test
    void isNoAlarmForATransactionThatHoldsNothingBack() throws SQLException {
        try (var session = openTransaction("set local work_mem = '4MB'");
                var other = openTransaction("select pg_current_xact_id()")) {
            var object = "database session " + pid(other);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(look(object)).hasSize(1));

            assertThat(look("database session " + pid(session))).isEmpty();
        }
    }

    private static Connection openTransaction(String statement) throws SQLException {
        var database = server.database();
        var session = DriverManager.getConnection(database.url(), database.user(), database.password());
        session.setAutoCommit(false);
        session.createStatement().execute(statement);
        return session;
    }

    private static int pid(Connection session) throws SQLException {
        return session.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    /** Lets the rules be looked at once; the alarms about this. */
    private static List<AlarmView> look(String object) {
        server.part(AlarmSweep.class).sweep();
        var answer = server.api().get("/api/v1/alarms?rule=old_transaction&object=" + object.replace(" ", "%20"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Api.JSON
                .readValue(answer.body(), new TypeReference<Page<AlarmView>>() {})
                .items();
    }
}
