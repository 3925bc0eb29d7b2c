package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Submitted;
import org.freshet.server.job.Expiry;
import org.freshet.test.support.Api;
import org.freshet.test.support.Directories;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;

/** Submitting jobs: what is stored, under which key, and how long its result is of use. */
class SubmissionIT extends SubmissionFixture {

    @Test
    void storesWhatWasSaidAndFillsInTheRest() {
        var job = api.submit(aJob().with("name", "printEnv").with("run", 5077).env("P3S_MODE", "COPY"));

        var stored = api.job(job);

        assertThat(stored.job())
                .returns("printEnv", JobView::name)
                .returns("monitor", JobView::jobtype)
                .returns(JobState.DEFINED, JobView::state)
                .returns(1000, JobView::timelimit)
                .returns(0, JobView::attempt)
                .returns(5077L, JobView::run)
                .returns(System.getProperty("user.name"), JobView::user);
        assertThat(stored.job().env()).containsExactlyEntriesOf(Map.of("P3S_MODE", "COPY"));
        assertThat(stored.history()).singleElement().satisfies(it -> {
            assertThat(it.from()).isNull();
            assertThat(it.to()).isEqualTo("DEFINED");
            assertThat(it.actor()).isEqualTo("user " + System.getProperty("user.name"));
            assertThat(it.reason()).isEqualTo("submitted");
        });
    }

    @Test
    void ignoresAttributesThatBeginWithXOrUnderscore() {
        var job = api.submit(aJob().with("x-shift", List.of(1, 2)).with("_comment", Map.of("by", "me")));

        assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
    }

    @Test
    void servesThePublishedSchemaThatADescriptionMayName() throws IOException {
        var published = Directories.project().resolve("docs/schema/job.schema.json");

        var served = api.get("/schema/job.schema.json");

        assertThat(served.status()).isEqualTo(200);
        assertThat(served.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(served.body()).isEqualTo(Files.readString(published));
        assertThat(api.job(api.submit(aJob().with("$schema", "https://freshet.example/schema/job.schema.json")))
                        .job()
                        .state())
                .isEqualTo(JobState.DEFINED);
    }

    @Test
    void doubtsANewTypeThatIsSpeltAlmostLikeAnOldOne() {
        api.submit(aJob().ofType("calorimetry").toString());

        var mistyped = aJob().ofType("calorimtry").toString();
        var checked = api.post("/api/v1/jobs/validate", mistyped);
        var submitted = api.submit(mistyped);
        var again = api.submit(mistyped);
        var numbered = api.submit("[" + aJob().ofType("plane1") + "," + aJob().ofType("plane2") + "]");
        var another = api.submit(aJob().ofType("plane3").toString());

        var doubt = "The job type \"calorimtry\" is new; did you mean \"calorimetry\"?";
        assertThat(checked.body()).contains(doubt.replace("\"", "\\\""));
        assertThat(submitted.notices()).contains(doubt);
        assertThat(again.notices()).isEmpty();
        assertThat(numbered.notices()).isEmpty();
        assertThat(another.notices()).isEmpty();
    }

    @Test
    void tellsTheNewestJobToWhoAsksForALaterOne() {
        var newest = api.submit(aJob());

        var shown = api.get("/api/v1/jobs/999999");
        var cancelled = api.post("/api/v1/jobs/999999/cancel", "{}");

        assertThat(shown.status()).isEqualTo(404);
        assertThat(shown.problem().detail()).isEqualTo("Job 999999 does not exist; the newest is " + newest + ".");
        assertThat(cancelled.problem().detail()).isEqualTo(shown.problem().detail());
    }

    @Test
    void takesNumbersAsTextsAndATimeLimitOfZeroForTheDefault() {
        var submitted =
                api.submit(aJob().with("timeout", "0").with("priority", "7").toString());

        var job = api.job(submitted.items().getFirst().id()).job();
        assertThat(job.timelimit()).isEqualTo(1000);
        assertThat(job.priority()).isEqualTo(7);
        assertThat(submitted.notices()).singleElement().asString().contains("1000 s");
    }

    @Test
    void holdsAJobWhoseStateIsNotSaidAndSaysHowToReleaseIt() {
        var submitted = api.submit(aJob().without("state").toString());

        var item = submitted.items().getFirst();
        assertThat(item.state()).isEqualTo(JobState.TEMPLATE);
        assertThat(submitted.notices()).singleElement().asString().contains("freshet job release " + item.id());
        assertThat(queued(item.id())).isFalse();
    }

    @Test
    void makesJobTypesOnFirstUse() {
        api.submit("[" + aJob().ofType("new type 1") + "," + aJob().ofType("new type 2") + ","
                + aJob().ofType("new type 1") + "]");

        assertThat(typeExists("new type 1")).isTrue();
        assertThat(typeExists("new type 2")).isTrue();
    }

    @Test
    void givesTheSameJobForTheSameKeyAndContent() {
        var job = aJob().with("key", "5077.1").env("RUN", "5077");

        var first = api.submit(job.toString()).items().getFirst();
        var again = api.submit(job.toString()).items().getFirst();

        assertThat(first.created()).isTrue();
        assertThat(again.created()).isFalse();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.uuid()).isEqualTo(first.uuid());
    }

    @Test
    void tellsTheStateOfTodayForAKnownKey() {
        var job = aJob().with("key", "cancelled meanwhile");
        var id = api.submit(job);
        api.change(id, "cancel");

        var again = api.submit(job.toString()).items().getFirst();

        assertThat(again.id()).isEqualTo(id);
        assertThat(again.state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void refusesAKnownKeyWithOtherContentAndStoresNothing() {
        var id = api.submit(aJob().with("key", "5077.2"));
        var before = stored();

        var answer = api.post(
                "/api/v1/jobs",
                "[" + aJob() + "," + aJob().with("key", "5077.2").with("priority", 1) + "]");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem().detail()).contains("5077.2", "job " + id);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void makesOneJobOfSubmissionsOfOneKeyAtTheSameTime() throws Exception {
        var list = "[" + aJob().with("key", "race 1") + "," + aJob().with("key", "race 2") + "]";
        var submissions = Collections.nCopies(8, (Callable<Submitted>) () -> api.submit(list));

        var answers = new ArrayList<Submitted>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var answer : threads.invokeAll(submissions)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers)
                .flatExtracting(Submitted::items)
                .extracting(Submitted.Item::id)
                .hasSize(16);
        assertThat(answers.stream()
                        .flatMap(it -> it.items().stream())
                        .map(Submitted.Item::id)
                        .distinct())
                .hasSize(2);
        assertThat(answers.stream().flatMap(it -> it.items().stream()).filter(Submitted.Item::created))
                .hasSize(2);
        assertThat(count("select count(*) from job where key like 'race _'")).isEqualTo(2);
    }

    @Test
    void storesTenThousandJobsOfOneCallInTheirOrder() {
        var list = new ArrayList<String>();
        for (int n = 0; n < 10_000; n++) {
            list.add(aJob().ofType("many").with("name", "job " + n).toString());
        }

        var items = api.submit("[" + String.join(",", list) + "]").items();

        assertThat(items)
                .hasSize(10_000)
                .extracting(Submitted.Item::name)
                .startsWith("job 0", "job 1")
                .endsWith("job 9999");
        assertThat(items).extracting(it -> it.id().value()).isSorted();
        assertThat(api.job(items.get(7_777).id()).job().name()).isEqualTo("job 7777");
        assertThat(count("select count(*) from job where jobtype = 'many' and state = 'DEFINED'"))
                .isEqualTo(10_000);
        assertThat(count("select count(*) from ready r join job j on j.id = r.job_id where j.jobtype = 'many'"))
                .isEqualTo(10_000);
        assertThat(count("select count(*) from event e join job j on e.entity = 'job' and j.id = e.entity_id"
                        + " where j.jobtype = 'many'"))
                .isEqualTo(10_000);
    }

    @Test
    void takesThePublishedDescriptionsUnchanged() throws IOException {
        var samples = Directories.project().resolve("../shared/samples/p3s/jobs");
        assumeTrue(Files.isDirectory(samples), "the published samples are not here");

        List<Path> files;
        try (var all = Files.list(samples)) {
            files = all.filter(it -> it.toString().endsWith(".json")).sorted().toList();
        }

        assertThat(files).isNotEmpty();
        for (var file : files) {
            var text = Files.readString(file);
            var submitted = api.submit(text);
            assertThat(submitted.items())
                    .as(file.toString())
                    .hasSize(Api.JSON.readTree(text).size());
            assertThat(api.job(submitted.items().getFirst().id()).job().timelimit())
                    .isEqualTo(100);
        }
    }

    @Test
    void fixesTheTimeUntilWhichAResultIsOfUse() {
        var taken = Instant.parse("2031-01-01T00:00:00Z");
        var fromData = api.job(api.submit(aJob().with("usefulFor", "PT10M").with("dataTime", taken.toString())))
                .job();
        var fromNow = api.job(api.submit(aJob().with("usefulFor", 600))).job();

        assertThat(fromData.usefulUntil()).isEqualTo(taken.plusSeconds(600));
        assertThat(fromNow.usefulUntil()).isNotNull();
        assertThat(Duration.between(fromNow.definedAt(), fromNow.usefulUntil())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void letsJobsExpireThatWaitedTooLongAndNoOthers() {
        var stale = api.submit(aJob().ofType("expiry").with("usefulFor", 60).with("dataTime", "2020-01-01T00:00:00Z"));
        var fresh = api.submit(aJob().ofType("expiry").with("usefulFor", 600));
        var held = api.submit(aJob().ofType("expiry")
                .with("state", "template")
                .with("usefulFor", 60)
                .with("dataTime", "2020-01-01T00:00:00Z"));

        var expired = server.part(Expiry.class).sweep();
        var again = server.part(Expiry.class).sweep();

        assertThat(expired).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(api.job(stale).job().state()).isEqualTo(JobState.EXPIRED);
        assertThat(api.job(stale).job().endedAt()).isNotNull();
        assertThat(api.job(stale).history().getLast())
                .returns("DEFINED", it -> it.from())
                .returns("EXPIRED", it -> it.to())
                .returns("service expiry", it -> it.actor());
        assertThat(queued(stale)).isFalse();
        assertThat(api.job(fresh).job().state()).isEqualTo(JobState.DEFINED);
        assertThat(api.job(held).job().state()).isEqualTo(JobState.TEMPLATE);

        assertThat(server.part(Expiry.class).sweepHeld()).isEqualTo(1);

        assertThat(api.job(held).job().state()).isEqualTo(JobState.EXPIRED);
        assertThat(api.job(held).history()).extracting("to").containsExactly("TEMPLATE", "EXPIRED");
    }

    @Test
    void doesNotStopARunningJobWhoseTimePassed() {
        var running = api.submit(aJob().with("priority", 1000).with("usefulFor", 60));
        var pilot = ScriptedPilot.register(server);
        var given = pilot.claim();
        assertThat(given.attempt().job()).isEqualTo(running);
        pilot.say(false, started(given));
        server.db()
                .sql("update job set useful_until = now() - interval '1 s' where id = :job")
                .param("job", running.value())
                .update();

        server.part(Expiry.class).sweep();
        server.part(Expiry.class).sweepHeld();

        assertThat(api.job(running).job().state()).isEqualTo(JobState.RUNNING);
        assertThat(pilot.say(false).directives()).isEmpty();
    }

    @Test
    void checksAListWithoutStoringIt() {
        var before = stored();
        var bad = "[" + aJob().with("timeout", -1) + "," + aJob().with("mood", 1) + "]";

        var good = api.post(
                "/api/v1/jobs/validate",
                aJob().ofType("only checked").with("timeout", 0).times(3));
        var refused = api.post("/api/v1/jobs/validate", bad);

        assertThat(good.status()).isEqualTo(200);
        assertThat(Api.JSON.readTree(good.body()).get("jobs").asInt()).isEqualTo(3);
        assertThat(Api.JSON.readTree(good.body()).get("notices").size()).isEqualTo(1);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo(api.post("/api/v1/jobs", bad).problem());
        assertThat(api.post(
                                "/api/v1/jobs/validate",
                                aJob().with("site", "nowhere").toString())
                        .status())
                .isEqualTo(400);
        assertThat(stored()).isEqualTo(before);
        assertThat(typeExists("only checked")).isFalse();
    }

    private static boolean queued(JobId job) {
        return count("select count(*) from ready where job_id = " + job) > 0;
    }
}
