package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.Person.with;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.freshet.protocol.Role;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionTemplate;

/** Submissions of one owner that come together share a commit, and nothing else. */
@Timeout(300)
class SubmissionsTogetherIT extends SubmissionFixture {

    private static final int MANY = 20;

    /** Sends them while one of the same owner is being stored, and gives the answers in their order. */
    private static List<Api.Answer> together(List<JobText> jobs) {
        api.submit(aJob().ofType("locked"));
        var sent = new ArrayList<CompletableFuture<Api.Answer>>();
        server.part(TransactionTemplate.class).executeWithoutResult(status -> {
            server.db()
                    .sql("select id from job_type where name = 'locked' for update")
                    .query(Long.class)
                    .single();
            sent.add(send(api, aJob().ofType("locked")));
            Awaitility.await().until(() -> waiting() == 1);
            jobs.forEach(it -> sent.add(send(api, it)));
            Awaitility.await().during(Duration.ofSeconds(1)).until(() -> waiting() == 1);
            assertThat(send(with(server, Role.OPERATOR).api(), aJob().ofType("of another"))
                            .orTimeout(10, TimeUnit.SECONDS)
                            .join()
                            .status())
                    .isEqualTo(201);
        });
        return sent.stream().skip(1).map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<Api.Answer> send(Api who, JobText job) {
        var answer = new CompletableFuture<Api.Answer>();
        Thread.startVirtualThread(() -> answer.complete(who.post("/api/v1/jobs", job.toString())));
        return answer;
    }

    private static long waiting() {
        return count("select count(*) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'");
    }

    @Test
    void shareACommitAndGetTheirOwnAnswers() {
        var jobs = new ArrayList<JobText>();
        for (int n = 0; n < MANY; n++) {
            jobs.add(aJob().ofType("together").with("name", "job " + n));
        }

        var answers = together(jobs);

        for (int n = 0; n < MANY; n++) {
            var item = answers.get(n).as(Submitted.class).items().getFirst();
            assertThat(item.name()).isEqualTo("job " + n);
            assertThat(api.job(item.id()).job().name()).isEqualTo("job " + n);
        }
        assertThat(count("select count(*) from job where jobtype = 'together'")).isEqualTo(MANY);
        assertThat(count("select count(distinct xmin::text) from job where jobtype = 'together'"))
                .isEqualTo(1);
    }

    @Test
    void areRefusedByThemselves() {
        api.submit(aJob().ofType("mixed").with("key", "taken"));
        var good = aJob().ofType("mixed").with("name", "good");

        var answers = together(List.of(
                good,
                aJob().ofType("mixed").with("site", "nowhere"),
                aJob().ofType("mixed").with("key", "taken").with("name", "another"),
                good,
                aJob().ofType("mixed").with("key", "new"),
                aJob().ofType("mixed").with("key", "new"),
                aJob().ofType("mixed").with("state", "template"),
                aJob().ofType("mixes")));

        assertThat(answers).extracting(Api.Answer::status).containsExactly(201, 400, 409, 201, 201, 201, 201, 201);
        assertThat(answers.get(1).body()).contains("there is no site \\\"nowhere\\\"");
        assertThat(answers.get(2).body()).contains("The key \\\"taken\\\" was used before");
        assertThat(List.of(answers.get(4), answers.get(5)))
                .extracting(it -> it.as(Submitted.class).items().getFirst().created())
                .containsExactlyInAnyOrder(true, false);
        assertThat(answers.get(6).as(Submitted.class).notices())
                .singleElement()
                .asString()
                .contains("is held");
        assertThat(answers.get(0).as(Submitted.class).notices()).isEmpty();
        assertThat(answers.get(7).as(Submitted.class).notices())
                .singleElement()
                .asString()
                .contains("did you mean \"mixed\"");
        assertThat(count("select count(*) from job where jobtype = 'mixed'")).isEqualTo(5);
    }
}
