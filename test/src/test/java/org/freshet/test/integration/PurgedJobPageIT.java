package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.List;
import org.freshet.protocol.JobId;
import org.freshet.server.retention.Retention;
import org.freshet.test.support.Browser;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of a job that is not there any more. */
class PurgedJobPageIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.retention.jobs=1d");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JobId cancelled() {
        var job = server.api().submit(aJob());
        server.api().change(job, "cancel");
        return job;
    }

    private static void age(JobId job) {
        server.db()
                .sql(
                        "update job set defined_at = now() - interval '3 d', ended_at = now() - interval '2 d' where id = :job")
                .param("job", job.value())
                .update();
    }

    private static Browser.Page page(Object job) {
        return new Browser(server.url()).get("/jobs/" + job);
    }

    @Test
    void saysWhenAndByWhomAJobWasPurged() {
        var job = cancelled();
        server.api()
                .post("/api/v1/purge", "{\"what\": \"jobs\", \"states\": [\"CANCELLED\"], \"olderThanSeconds\": 0}");

        var gone = page(job);

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.body())
                .containsPattern("Job " + job + " was purged at [0-9 :-]+ UTC by [a-z0-9-]+\\. It was cancelled since");
    }

    @Test
    void saysThatItWasByRule() {
        var job = cancelled();
        age(job);
        server.part(Retention.class).sweep();

        assertThat(page(job).status()).isEqualTo(410);
        assertThat(page(job).body())
                .contains("UTC, by rule: the time for which jobs are kept that have ended was over.");
    }

    @Test
    void remembersExactlyThoseThatWentWithoutTheirHistory() {
        var gone = cancelled();
        var stays = server.api().submit(aJob().with("tags", List.of("nowhere")));
        var alsoGone = cancelled();
        age(gone);
        age(alsoGone);
        server.part(Retention.class).sweep();
        server.db()
                .sql("delete from event where entity = 'job' and entity_id in (:gone)")
                .param("gone", List.of(gone.value(), alsoGone.value()))
                .update();

        assertThat(page(gone).status()).isEqualTo(410);
        assertThat(page(alsoGone).body()).doesNotContain("It was cancelled");
        assertThat(page(stays).status()).isEqualTo(200);
        assertThat(page(alsoGone.value() + 1000).status()).isEqualTo(404);
    }

    @Test
    void knowsFromTheHistoryWhatWentBeforeThisWasWrittenDown() {
        var job = cancelled();
        age(job);
        server.part(Retention.class).sweep();
        server.db().sql("delete from purged_jobs").update();

        assertThat(page(job).status()).isEqualTo(410);
        assertThat(page(job).body()).contains("Job " + job + " was here and was purged", "It was cancelled since");
    }

    @Test
    void saysOfOneThatNeverWasThatItDoesNotExist() {
        assertThat(page(999_999_999).status()).isEqualTo(404);
        assertThat(page(999_999_999).body()).contains("Job 999999999 does not exist.");
    }
}
