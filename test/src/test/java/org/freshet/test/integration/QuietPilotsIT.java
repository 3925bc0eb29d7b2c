package org.freshet.test.integration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pilots that only say that they are still there. */
@Timeout(60)
class QuietPilotsIT {

    private static final int PILOTS = 60;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=20s");
        server.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Each transaction is a commit with a write to the disk, however little it holds. */
    @Test
    void areHeardTogether() throws Exception {
        var pilots = Stream.generate(() -> ScriptedPilot.register(server))
                .limit(PILOTS)
                .toList();
        var waiting = new ArrayList<CompletableFuture<ExchangeAnswer>>();

        for (var pilot : pilots) {
            waiting.add(pilot.waitForAJob());
            TimeUnit.MILLISECONDS.sleep(5);
        }
        var job = server.api().submit(aJob().ofType("quiet"));
        var first = CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new));

        assertThat((ExchangeAnswer) first.get(20, SECONDS))
                .satisfies(it -> assertThat(it.job())
                        .satisfies(given -> assertThat(given.attempt().job()).isEqualTo(job)));
        assertThat(transactions()).hasSizeLessThan(PILOTS / 2);
    }

    /** That wrote what the pilots' rows say now. */
    private static List<String> transactions() {
        return server.db()
                .sql("select distinct xmin::text from pilot")
                .query(String.class)
                .list();
    }
}
