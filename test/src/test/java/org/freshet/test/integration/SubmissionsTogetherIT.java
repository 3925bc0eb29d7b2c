package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.Role;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionTemplate;

/** Submissions of one account, token and address that come together share a commit, and nothing else. */
@Timeout(300)
class SubmissionsTogetherIT extends SubmissionFixture {

    private static final int MANY = 20;

    private static List<Api.Answer> together(String... submissions) {
        return togetherAfter(aJob().ofType("locked"), submissions);
    }

    /** Sends them while this one of the type "locked" is being stored, and gives the answers in their order. */
    private static List<Api.Answer> togetherAfter(JobText first, String... submissions) {
        api.submit(aJob().ofType("locked"));
        var sent = new ArrayList<CompletableFuture<Api.Answer>>();
        server.part(TransactionTemplate.class).executeWithoutResult(status -> {
            server.db()
                    .sql("set local idle_in_transaction_session_timeout = '2min'")
                    .update();
            server.db()
                    .sql("select id from job_type where name = 'locked' for update")
                    .query(Long.class)
                    .single();
            sent.add(send(api, first.toString()));
            Awaitility.await().until(() -> waiting() == 1);
            for (var submission : submissions) {
                sent.add(send(api, submission));
            }
            // They wait for it, not for the lock.
            Awaitility.await().during(Duration.ofSeconds(1)).until(() -> waiting() == 1);
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            for (var other : List.of(Person.with(server, Role.OPERATOR).api(), withAnotherToken())) {
                assertThat(send(other, aJob().ofType("of another").toString())
                                .join()
                                .status())
                        .isEqualTo(201);
            }
        });
        return sent.stream().skip(1).map(CompletableFuture::join).toList();
    }

    private static Api withAnotherToken() {
        var token = Person.token(server, System.getProperty("user.name"), "another", "");
        return new Api(server.url(), token.secret());
    }

    private static CompletableFuture<Api.Answer> send(Api who, String jobs) {
        var answer = new CompletableFuture<Api.Answer>();
        Thread.startVirtualThread(() -> answer.complete(who.post("/api/v1/jobs", jobs)));
        return answer.orTimeout(60, TimeUnit.SECONDS);
    }

    private static long waiting() {
        return count("select count(*) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'");
    }

    private static List<String> names(Api.Answer answer) {
        return answer.as(Submitted.class).items().stream()
                .map(Submitted.Item::name)
                .toList();
    }

    private static List<String> notices(Api.Answer answer) {
        return answer.as(Submitted.class).notices();
    }

    @Test
    void shareACommit() {
        var answers = together(IntStream.range(0, MANY)
                .mapToObj(
                        n -> aJob().ofType("together").with("name", "job " + n).toString())
                .toArray(String[]::new));

        for (int n = 0; n < MANY; n++) {
            var item = answers.get(n).as(Submitted.class).items().getFirst();
            assertThat(item.name()).isEqualTo("job " + n);
            assertThat(api.job(item.id()).job().name()).isEqualTo("job " + n);
        }
        assertThat(count("select count(*) from job where jobtype = 'together'")).isEqualTo(MANY);
        assertThat(count("select count(distinct xmin::text) from job where jobtype = 'together'"))
                .isLessThan(MANY / 2);
    }

    @Test
    void getTheirOwnAnswers() {
        api.submit(aJob().ofType("calorimetry"));

        var answers = together(
                aJob().ofType("calorimetry").with("name", "two").times(2),
                aJob().ofType("calorimetry")
                        .with("name", "held")
                        .with("state", "template")
                        .toString(),
                aJob().ofType("calorimtry").with("name", "doubted").toString(),
                aJob().ofType("calorimetrie").with("name", "doubted too").toString(),
                aJob().ofType("calorimetry").with("name", "one").toString());

        assertThat(answers).extracting(Api.Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(SubmissionsTogetherIT::names)
                .containsExactly(
                        List.of("two", "two"),
                        List.of("held"),
                        List.of("doubted"),
                        List.of("doubted too"),
                        List.of("one"));
        assertThat(notices(answers.get(0))).isEmpty();
        assertThat(notices(answers.get(1))).singleElement().asString().contains("is held");
        assertThat(notices(answers.get(2)))
                .containsExactly("The job type \"calorimtry\" is new; did you mean \"calorimetry\"?");
        assertThat(notices(answers.get(3)))
                .containsExactly("The job type \"calorimetrie\" is new; did you mean \"calorimetry\"?");
        assertThat(notices(answers.get(4))).isEmpty();
    }

    @Test
    void areRefusedByThemselves() {
        var good = aJob().ofType("mixed").with("name", "good").toString();

        var answers =
                together(good, aJob().ofType("mixed").with("site", "nowhere").toString(), good, good);

        assertThat(answers).extracting(Api.Answer::status).containsExactly(201, 400, 201, 201);
        assertThat(answers.get(1).body()).contains("there is no site \\\"nowhere\\\"");
        assertThat(count("select count(*) from job where jobtype = 'mixed'")).isEqualTo(3);
    }

    @Test
    void findTheJobsOfTheirKeys() {
        var taken = aJob().ofType("keyed").with("key", "taken").toString();
        var fresh = aJob().ofType("keyed").with("key", "fresh").toString();
        api.submit(taken);

        var answers = togetherAfter(
                aJob().ofType("locked").with("key", "locked"),
                taken,
                aJob().ofType("keyed")
                        .with("key", "taken")
                        .with("name", "another")
                        .toString(),
                fresh,
                fresh);

        assertThat(answers).extracting(Api.Answer::status).containsExactly(201, 409, 201, 201);
        assertThat(created(answers.get(0))).isFalse();
        assertThat(answers.get(1).body()).contains("The key \\\"taken\\\" was used before");
        assertThat(List.of(created(answers.get(2)), created(answers.get(3)))).containsExactlyInAnyOrder(true, false);
        assertThat(count("select count(*) from job where jobtype = 'keyed'")).isEqualTo(2);
    }

    private static boolean created(Api.Answer answer) {
        return answer.as(Submitted.class).items().getFirst().created();
    }
}
