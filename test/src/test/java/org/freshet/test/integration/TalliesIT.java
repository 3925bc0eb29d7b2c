package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.List;
import org.freshet.server.tally.Tallies;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sums of the history. */
class TalliesIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        var pilot = ScriptedPilot.register(server);
        for (int n = 0; n < 3; n++) {
            server.api().submit(aJob().ofType("evdisp"));
            pilot.say(false, finished(pilot.claim()));
        }
        // as if that had been an hour ago
        server.db().sql("update event set at = at - interval '1 hour'").update();
        server.db()
                .sql(
                        "update attempt set dispatched_at = dispatched_at - interval '1 hour', ended_at = ended_at - interval '1 hour'")
                .update();
        server.db()
                .sql(
                        "update job set defined_at = defined_at - interval '1 hour', data_time = defined_at - interval '1 hour 10 s'")
                .update();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        for (var table : List.of("tally_end", "change_tally", "result_tally")) {
            server.db().sql("truncate table " + table).update();
        }
    }

    private static long number(String sql) {
        return server.db().sql(sql).query(Long.class).single();
    }

    private static void sweep() {
        server.part(Tallies.class).sweep();
    }

    @Test
    void countsEveryChangeOnceHoweverOftenItIsAsked() {
        sweep();
        sweep();

        assertThat(number("select sum(changes) from change_tally where to_state = 'FINISHED'"))
                .isEqualTo(3);
        assertThat(number("select sum(changes) from change_tally where from_state = '' and to_state = 'DEFINED'"))
                .isEqualTo(3);
        assertThat(number("select sum(results) from result_tally where jobtype = 'evdisp'"))
                .isEqualTo(3);
        assertThat(number("select count(*) from result_tally where behind_s between 10 and 60"))
                .isPositive();
    }

    @Test
    void leavesOutWhatATransactionMayStillAddTo() {
        server.db()
                .sql("insert into tally_end (at) values (date_bin('5 minutes', now() - interval '5 minutes', 'epoch'))")
                .update();

        sweep();

        assertThat(number("select count(*) from tally_end where at <= now() - interval '1 minute'"))
                .isEqualTo(1);
        assertThat(number("select count(*) from change_tally")).isZero();
    }

    @Test
    void forgetsWhatTheHistoryForgot() {
        server.db()
                .sql("insert into change_tally values ('2026-01-05T00:00:00Z', '', 'DEFINED', 7)")
                .update();
        server.db()
                .sql("insert into result_tally values ('2026-01-05T00:00:00Z', 'old', 7, 1)")
                .update();

        sweep();

        assertThat(number("select count(*) from change_tally where at < '2026-02-01'"))
                .isZero();
        assertThat(number("select count(*) from result_tally where jobtype = 'old'"))
                .isZero();
        assertThat(number("select sum(changes) from change_tally where to_state = 'FINISHED'"))
                .isEqualTo(3);
    }
}
