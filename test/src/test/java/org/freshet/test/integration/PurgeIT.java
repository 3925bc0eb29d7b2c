package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogView;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Purged;
import org.freshet.protocol.Report;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person has removed, and what nobody can have removed. */
class PurgeIT extends DispatchFixture {

    private static final int DAY = 86_400;

    @BeforeEach
    void beginWithoutAnythingOld() {
        purge("jobs", "", 0, false);
        purge("pilots", "", 0, false);
    }

    private static Purged purge(String what, String states, long olderThanSeconds, boolean dryRun) {
        return ask(api, what, states, olderThanSeconds, dryRun).as(Purged.class);
    }

    private static Api.Answer ask(Api to, String what, String states, long olderThanSeconds, boolean dryRun) {
        var list = Stream.of(states.split(",")).filter(it -> !it.isEmpty()).toList();
        return to.post(
                "/api/v1/purge", """
                {"what": "%s", "states": %s, "olderThanSeconds": %d, "dryRun": %b}
                """.formatted(what, Api.JSON.writeValueAsString(list), olderThanSeconds, dryRun));
    }

    private static Report ended(Assignment job, String printed) {
        var text = printed.getBytes(StandardCharsets.UTF_8);
        var log = new LogPart(LogPart.Stream.STDOUT, text, new byte[0], text.length);
        return new Report.Ended(job.attempt(), null, 0, null, null, 20L, 5, List.of(log));
    }

    /** A job that finished, with a log of 6 bytes. */
    private static JobId finishedJob() {
        var job = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, ended(pilot.claim(), "hello\n"));
        return job;
    }

    /** Lets everything that is there have happened so long ago. */
    private static void age(int days) {
        for (var sql : List.of(
                "update job set defined_at = defined_at - :age, dispatched_at = dispatched_at - :age, started_at = started_at - :age, ended_at = ended_at - :age",
                "update attempt set dispatched_at = dispatched_at - :age, started_at = started_at - :age, ended_at = ended_at - :age",
                "update job_log set at = at - :age",
                "update pilot set last_seen_at = last_seen_at - :age, ended_at = ended_at - :age")) {
            server.db().sql(sql.replace(":age", "interval '" + days + " d'")).update();
        }
    }

    private static boolean exists(JobId job) {
        return api.get("/api/v1/jobs/" + job).status() == 200;
    }

    private static long count(String table) {
        return server.db()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    @Test
    void removesOldJobsWithTheirAttemptsAndLogs() {
        var old = finishedJob();
        age(31);
        var young = finishedJob();

        var purged = purge("jobs", "", 30 * DAY, false);

        assertThat(purged.counts())
                .containsEntry("jobs", 1L)
                .containsEntry("attempts", 1L)
                .containsEntry("logs", 1L);
        assertThat(purged.complete()).isTrue();
        assertThat(purged.oldest()).isNotNull().isEqualTo(purged.newest());
        assertThat(exists(old)).isFalse();
        assertThat(exists(young)).isTrue();
        assertThat(count("attempt")).isEqualTo(1);
        assertThat(count("job_log")).isEqualTo(1);
        assertThat(ServiceLogEntry.latest(server, "purge")).satisfies(it -> {
            assertThat(it.message())
                    .matches("User \\S+ purged what is older than 30 d: 1 job with 1 attempt, 1 log\\.");
            assertThat(it.data().at("/jobs/total").asInt()).isEqualTo(1);
        });
    }

    @Test
    void removesNothingInADryRunAndCountsTheSame() {
        var old = finishedJob();
        age(31);
        var told = ServiceLogEntry.of(server, "purge").size();

        var would = purge("jobs", "", 30 * DAY, true);

        assertThat(exists(old)).isTrue();
        assertThat(ServiceLogEntry.of(server, "purge")).hasSize(told);
        var did = purge("jobs", "", 30 * DAY, false);
        assertThat(would.dryRun()).isTrue();
        assertThat(did.counts()).isEqualTo(would.counts());
        assertThat(did.oldest()).isEqualTo(would.oldest());
    }

    @Test
    void goesOnWhereItIsTold() {
        var first = finishedJob();
        var second = finishedJob();
        age(31);

        var purged = api.post(
                        "/api/v1/purge",
                        "{\"what\": \"jobs\", \"olderThanSeconds\": 60, \"after\": " + first.value() + "}")
                .as(Purged.class);

        assertThat(purged.counts()).containsEntry("jobs", 1L);
        assertThat(exists(first)).isTrue();
        assertThat(exists(second)).isFalse();
    }

    @Test
    void removesOnlyTheStatesThatAreNamed() {
        var finished = finishedJob();
        var cancelled = api.submit(aJob());
        api.change(cancelled, "cancel");
        age(1);

        purge("jobs", "cancelled,FAILED", 3600, false);

        assertThat(exists(finished)).isTrue();
        assertThat(exists(cancelled)).isFalse();
    }

    @Test
    void neverRemovesWhatIsHeldWaitsOrRuns() {
        var running = api.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));
        var waiting = api.submit(aJob());
        var held = api.submit(aJob().with("state", "template"));
        age(1000);

        for (var what : List.of("jobs", "logs", "pilots")) {
            purge(what, "", 0, false);
        }

        assertThat(List.of(running, waiting, held))
                .extracting(it -> api.job(it).job().state())
                .containsExactly(JobState.RUNNING, JobState.DEFINED, JobState.TEMPLATE);
        assertThat(queued(waiting)).isTrue();
        assertThat(stateOf(pilot)).isEqualTo(PilotState.BUSY);
    }

    @Test
    void leavesAJobOfAWorkflowToItsWorkflow() {
        var job = finishedJob();
        var workflow = new Flows(server).start("kept", DagSketch.of("noop"));
        server.db()
                .sql("update job set workflow_id = :workflow, vertex = 'reco' where id = :job")
                .param("workflow", workflow.value())
                .param("job", job.value())
                .update();
        age(1000);

        purge("jobs", "", 0, false);

        assertThat(exists(job)).isTrue();
        server.db()
                .sql("update job set workflow_id = null, vertex = null where vertex = 'reco'")
                .update();
    }

    @Test
    void emptiesOldLogsAndKeepsTheirJobs() {
        var job = finishedJob();
        age(15);

        var purged = purge("logs", "finished", 14 * DAY, false);

        assertThat(purged.counts()).containsEntry("logs", 1L);
        assertThat(purge("logs", "", 0, false).counts()).containsEntry("logs", 0L);
        var log = api.get("/api/v1/jobs/" + job + "/log").as(LogView.class);
        assertThat(log.parts()).singleElement().satisfies(it -> {
            assertThat(it.totalBytes()).isEqualTo(6);
            assertThat(log.wasRemoved(it)).isTrue();
        });
        assertThat(api.get("/jobs/" + job).body()).contains("It was removed when the time for which logs are kept");
    }

    @Test
    void removesPilotsThatEndedButNoneWhoseResultMayStillCome() {
        var gone = ScriptedPilot.register(server);
        var last = gone.next(false);
        gone.send(new Exchange(last.seq(), null, List.of(), null, "SIGTERM"));
        var job = api.submit(aJob());
        var lost = ScriptedPilot.register(server);
        var given = lost.claim();
        lost.say(false, started(given));
        lose(lost);
        age(15);

        var purged = purge("pilots", "", 14 * DAY, false);

        assertThat(purged.counts()).containsEntry("pilots", 1L);
        assertThat(api.get("/api/v1/pilots/" + gone.id()).status()).isEqualTo(404);
        lost.say(false, finished(given));
        assertThat(api.job(job).job().state()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void keepsALostPilotWhoseJobItsPausedWorkflowHolds() {
        var flows = new Flows(server);
        var workflow = flows.start("held", DagSketch.of("only"));
        var lost = ScriptedPilot.register(server);
        var given = lost.claim();
        lost.say(false, started(given));
        lose(lost);
        flows.change(workflow, "pause");
        assertThat(api.job(given.attempt().job()).job().state()).isEqualTo(JobState.TEMPLATE);
        age(15);

        assertThat(purge("pilots", "", 14 * DAY, true).counts()).containsEntry("pilots", 0L);
        assertThat(purge("pilots", "", 14 * DAY, false).counts()).containsEntry("pilots", 0L);

        lost.say(false, finished(given));
        assertThat(api.job(given.attempt().job()).job().state()).isEqualTo(JobState.FINISHED);
        assertThat(api.delete("/api/v1/workflows/" + workflow).status()).isIn(200, 204);
    }

    @Test
    void removesTheServiceLog() {
        server.db()
                .sql("insert into service_log (at, service, message) values (now() - interval '100 d', 'night', 'old')")
                .update();

        var purged = purge("service-log", "", 90 * DAY, false);

        assertThat(purged.counts()).containsEntry("entries", 1L);
        assertThat(ServiceLogEntry.of(server, "night")).isEmpty();
    }

    @Test
    void goesOnWhereAnotherOneHoldsSomethingAndGetsAlongWithTraffic() {
        for (int n = 0; n < 20; n++) {
            finishedJob();
        }
        age(31);
        var traffic = CompletableFuture.supplyAsync(() -> {
            api.submit(aJob().times(200));
            return ScriptedPilot.register(server).runAll().size();
        });

        var purges = Stream.generate(() -> CompletableFuture.supplyAsync(() -> purge("jobs", "", 30 * DAY, false)))
                .limit(3)
                .toList();

        assertThat(purges.stream()
                        .mapToLong(it -> it.join().counts().get("jobs"))
                        .sum())
                .isEqualTo(20);
        assertThat(traffic.join()).isEqualTo(200);
        assertThat(count("attempt where job_id not in (select id from job)")).isZero();
        assertThat(count("attempt")).isEqualTo(200);
        assertThat(count("job_log")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jobs        | TEMPLATE     | 10 | never purged
            jobs        | RUNNING      | 10 | not final
            logs        | finished,new | 10 | not the state of a job
            workflows   | PAUSED       | 10 | not final
            pilots      | IDLE         | 10 | not final
            pilots      | FINISHED     | 10 | not the state of a pilot
            history     | FINISHED     | 10 | have states
            service-log | INFO         | 10 | have states
            jobs        | FINISHED     | -1 | from 0 to a hundred years
            things      | FINISHED     | 10 | what
            """)
    void refusesWithASentence(String what, String states, long age, String sentence) {
        var answer = ask(api, what, states, age, false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().detail()).contains(sentence);
    }

    @Test
    void needsAToken() {
        var answer = ask(new Api(server.url(), null), "jobs", "", 0, false);

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void needsAnAdministrator() {
        var old = finishedJob();
        var token = "a-token-of-a-viewer-of-jobs";
        server.db().sql("""
                        with viewer as (insert into account (name, role) values ('viewer', 'VIEWER') returning id)
                        insert into token (account_id, name, hash)
                        select id, 'a token', sha256(convert_to(:token, 'UTF8')) from viewer
                        """).param("token", token).update();
        var viewer = new Api(server.url(), token);

        var answer = ask(viewer, "jobs", "", 0, false);

        assertThat(viewer.get("/api/v1/jobs").status()).isEqualTo(200);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem().detail()).startsWith("This needs the role ADMIN; the account viewer has VIEWER.");
        assertThat(exists(old)).isTrue();
    }
}
