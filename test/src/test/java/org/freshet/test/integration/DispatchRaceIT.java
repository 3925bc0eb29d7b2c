package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Submitted;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many pilots at once, at two servers on one database. */
@Timeout(120)
class DispatchRaceIT {

    private static final int PILOTS = 16;

    // Each claim with how many run then and the limit of that moment.
    private static final String BEYOND = """
            with step as (
              select e.at, case when e.to_state = 'DISPATCHED' then 1 else -1 end as more
              from event e
              join job j on j.id = e.entity_id
              where e.entity = 'job' and j.jobtype = :type
                and (e.to_state = 'DISPATCHED' or (e.from_state in ('DISPATCHED', 'RUNNING') and e.to_state <> 'RUNNING'))
            ), standing as (
              select at, more, sum(more) over (order by at) as running from step
            )
            select format('%s running at %s, limit %s', running, at, most)
            from standing s
            cross join lateral (
              select (e.data #>> '{limit,to}')::integer as most
              from event e
              join job_type t on t.id = e.entity_id
              where e.entity = 'jobtype' and t.name = :type and e.data -> 'limit' is not null and e.at <= s.at
              order by e.at desc
              limit 1
            ) l
            where more = 1 and running > most
            """;

    private static TestServer one;
    private static TestServer other;

    @BeforeAll
    static void start() {
        one = TestServer.start("freshet.pilot.long-poll=1s");
        other = one.another("freshet.pilot.long-poll=1s");
        one.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    void neverGivesOneJobToTwoPilots() throws Exception {
        var jobs = ids(one.api().submit(aJob().ofType("race").times(500)).items().stream());

        var given = inParallel(pilot -> pilot.runAll());

        assertThat(given).extracting(it -> it.attempt().job()).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(given).extracting(it -> it.attempt().attempt()).containsOnly(1);
        assertThat(statesOf("race")).containsExactly("FINISHED 500");
    }

    @Test
    void neverExceedsTheLimitOfATypeHoweverManyServersClaim() throws Exception {
        one.api().submit(aJob().ofType("narrow").times(200));
        one.db()
                .sql("update job_type set max_running = 3 where name = 'narrow'")
                .update();
        var done = new AtomicBoolean();
        var highest = Executors.newSingleThreadExecutor().submit(() -> watchRunning("narrow", done));

        var given = inParallel(pilot -> runUntilNoneIsLeft(pilot, "narrow"));
        done.set(true);

        assertThat(given).hasSize(200);
        assertThat(highest.get()).isBetween(1L, 3L);
    }

    @Test
    void neverClaimsBeyondALimitThatIsMovedMeanwhile() throws Exception {
        var type = "moved";
        limit(one, type, 2);
        one.api().submit(aJob().ofType(type).times(200));
        var done = new AtomicBoolean();
        var mover = Executors.newSingleThreadExecutor().submit(() -> {
            var moves = 0;
            while (!done.get()) {
                limit(moves % 2 == 0 ? one : other, type, List.of(4, 1, 3, 0, 2).get(moves++ % 5));
            }
            limit(one, type, 3);
            return moves;
        });

        var given = inParallel(pilot -> runSome(pilot, 20));
        done.set(true);
        var moves = mover.get();
        given.addAll(inParallel(pilot -> runUntilNoneIsLeft(pilot, type)));

        assertThat(given).hasSize(200);
        assertThat(moves).isGreaterThan(5);
        assertThat(one.db().sql(BEYOND).param("type", type).query(String.class).list())
                .isEmpty();
    }

    private static void limit(TestServer server, String type, int most) {
        var answer = server.api()
                .post("/api/v1/jobtypes/" + type + "/limit", "{\"limit\": %d, \"create\": true}".formatted(most));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** As many as it gets in so many exchanges. */
    private static List<Assignment> runSome(ScriptedPilot pilot, int exchanges) {
        var done = new ArrayList<Assignment>();
        var job = pilot.say(true).job();
        for (int n = 1; n < exchanges || job != null; n++) {
            var wants = n < exchanges;
            if (job != null) {
                done.add(job);
            }
            job = job == null
                    ? pilot.say(wants).job()
                    : pilot.say(wants, ScriptedPilot.finished(job)).job();
        }
        return done;
    }

    @Test
    void givesACancelledJobNoResultWhateverComesFirst() throws Exception {
        var jobs = ids(one.api().submit(aJob().ofType("cancelled").times(200)).items().stream());
        var canceller = Executors.newSingleThreadExecutor().submit(() -> {
            for (var job : jobs) {
                other.api().post("/api/v1/jobs/" + job + "/cancel", "{}");
            }
            return jobs.size();
        });

        inParallel(pilot -> pilot.runAll());
        canceller.get();

        var wrong = one.db().sql("""
                        select count(*)
                        from job j
                        left join attempt a on a.job_id = j.id and a.attempt = j.attempt
                        where j.jobtype = 'cancelled'
                          and (j.state not in ('FINISHED', 'CANCELLED')
                            or (j.state = 'FINISHED') <> coalesce(a.result = 'FINISHED', false)
                            or exists (select from ready r where r.job_id = j.id))
                        """).query(Long.class).single();
        assertThat(wrong).isZero();
    }

    @Test
    void keepsQueueAndStateTogetherWhilePeopleAndPilotsChangeTheSameJobs() throws Exception {
        var jobs = ids(one.api().submit(aJob().ofType("contested").times(60)).items().stream());
        var people = Executors.newFixedThreadPool(2);
        var changes = List.of("cancel", "retry", "hold", "release", "priority");
        var work = people.submit(() -> {
            for (int n = 0; n < 10 * jobs.size(); n++) {
                var what = changes.get(n % changes.size());
                var body = what.equals("priority") ? "{\"priority\": " + n % 9 + "}" : "{}";
                var answer = other.api().post("/api/v1/jobs/" + jobs.get(n * 7 % jobs.size()) + "/" + what, body);
                assertThat(answer.status()).as(answer.body()).isIn(200, 409);
            }
        });

        inParallel(pilot -> giveBackHalf(pilot, work));
        work.get();
        people.shutdown();

        var wrong = one.db().sql("""
                        select count(*)
                        from job j
                        where j.jobtype = 'contested'
                          and ((j.state = 'DEFINED') <> exists (select from ready r where r.job_id = j.id and r.priority = j.priority)
                            or (j.state in ('DISPATCHED', 'RUNNING')) <> exists (select from attempt a where a.job_id = j.id and a.live))
                        """).query(Long.class).single();
        assertThat(wrong).isZero();
    }

    private static List<Assignment> giveBackHalf(ScriptedPilot pilot, Future<?> work) {
        var done = new ArrayList<Assignment>();
        while (!work.isDone()) {
            var job = pilot.say(true).job();
            if (job != null) {
                done.add(job);
                pilot.say(false, done.size() % 2 == 0 ? ScriptedPilot.finished(job) : ScriptedPilot.givenBack(job));
            }
        }
        return done;
    }

    @Test
    void writesOneHistoryPerJobWithoutGaps() throws Exception {
        one.api().submit(aJob().ofType("told").times(100));

        inParallel(pilot -> pilot.runAll());

        var broken = one.db().sql("""
                        select count(*)
                        from (
                          select e.from_state, lag(e.to_state) over (partition by e.entity_id order by e.at) as before
                          from event e
                          join job j on j.id = e.entity_id
                          where e.entity = 'job' and j.jobtype = 'told'
                        ) step
                        where from_state is distinct from before
                        """).query(Long.class).single();
        assertThat(broken).isZero();
    }

    private interface Work {
        List<Assignment> of(ScriptedPilot pilot);
    }

    /** Half of the pilots at each server. */
    private static List<Assignment> inParallel(Work work) throws InterruptedException, ExecutionException {
        var tasks = new ArrayList<Callable<List<Assignment>>>();
        for (int n = 0; n < PILOTS; n++) {
            var pilot = ScriptedPilot.register(n % 2 == 0 ? one : other);
            tasks.add(() -> work.of(pilot));
        }
        var all = new ArrayList<Assignment>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Assignment>> result : threads.invokeAll(tasks)) {
                all.addAll(result.get());
            }
        }
        return all;
    }

    private static List<Assignment> runUntilNoneIsLeft(ScriptedPilot pilot, String type) {
        var done = new ArrayList<Assignment>();
        while (!statesOf(type).equals(List.of("FINISHED 200"))) {
            done.addAll(pilot.runAll());
        }
        return done;
    }

    private static Long watchRunning(String type, AtomicBoolean done) {
        long highest = 0;
        while (!done.get()) {
            highest = Math.max(
                    highest,
                    one.db()
                            .sql(
                                    "select count(*) from job where jobtype = :type and state in ('DISPATCHED', 'RUNNING')")
                            .param("type", type)
                            .query(Long.class)
                            .single());
        }
        return highest;
    }

    private static List<String> statesOf(String type) {
        return one.db()
                .sql("select state || ' ' || count(*) from job where jobtype = :type group by state order by state")
                .param("type", type)
                .query(String.class)
                .list();
    }

    private static List<JobId> ids(Stream<Submitted.Item> items) {
        return items.map(it -> it.id()).toList();
    }
}
