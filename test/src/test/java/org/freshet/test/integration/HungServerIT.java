package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stands still in the middle of a transaction does not stop the others for as long as it does. */
@Timeout(300)
class HungServerIT {

    @Test
    void losesTheLocksThatOthersWaitFor() throws Exception {
        try (var hung = TestServer.start("freshet.pilot.long-poll=1s");
                var other = hung.another("freshet.pilot.long-poll=1s")) {
            var pilot = ScriptedPilot.register(other);
            try (var transaction = hung.part(DataSource.class).getConnection()) {
                transaction.setAutoCommit(false);
                transaction.createStatement().execute("select id from pilot where id = " + pilot.id() + " for update");

                var exchange = pilot.next(false);
                var said = CompletableFuture.supplyAsync(() -> pilot.post(exchange));

                assertThat(said.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
                assertThat(isAlive(transaction)).isFalse();
            }
            assertThat(hung.api().get("/api/v1/summary").status()).isEqualTo(200);
        }
    }

    private static boolean isAlive(Connection transaction) {
        try {
            return transaction.createStatement().execute("select 1");
        } catch (SQLException e) {
            return false;
        }
    }
}
