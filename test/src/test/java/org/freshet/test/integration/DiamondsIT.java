package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.JobId;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand diamonds, one branch of each slow, while pilots fall silent at random and some of them come back. */
@Timeout(300)
class DiamondsIT extends DispatchFixture {

    private static final int DIAMONDS = 1000;
    private static final int JOBS = 4 * DIAMONDS;
    private static final int PILOTS = 12;

    /** A job whose pilots are lost more often has FAILED. */
    private static final int MOST_LOSSES = 3;

    private final long seed = Long.getLong("diamonds.seed", new Random().nextInt(1_000_000));
    private final Flows flows = new Flows(server);
    private final Map<JobId, Integer> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger losses = new AtomicInteger();

    @Test
    void startEachJoinOnceAfterBothBranches() throws Exception {
        System.err.println("The seed of these diamonds is " + seed + "; repeat with -Ddiamonds.seed=" + seed);
        flows.load("slow-left", DagSketch.of("make>slow", "make>quick", "slow>join", "quick>join"));
        flows.load("slow-right", DagSketch.of("make>quick", "make>slow", "quick>join", "slow>join"));
        var dice = new Random(seed);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pilots = new ArrayList<Future<?>>();
            for (int n = 0; n < PILOTS; n++) {
                pilots.add(threads.submit(this::work));
            }
            for (int n = 0; n < DIAMONDS; n++) {
                flows.start(dice.nextBoolean() ? "slow-left" : "slow-right");
            }
            for (var pilot : pilots) {
                pilot.get();
            }
        }

        assertThat(losses).as("seed " + seed).hasValueGreaterThan(DIAMONDS / 10);
        assertThat(accepted)
                .as("seed " + seed)
                .hasSize(JOBS)
                .allSatisfy((job, times) -> assertThat(times)
                        .as("results of job %s that were accepted", job)
                        .isOne());
        assertThat(texts("select state || ' ' || count(*) from workflow group by state"))
                .as("seed " + seed)
                .containsExactly("FINISHED " + DIAMONDS);
        assertThat(texts(EARLY)).as("seed " + seed).isEmpty();
        assertThat(texts(NOT_ONCE)).as("seed " + seed).isEmpty();
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
    }

    private void work() {
        var pilot = ScriptedPilot.register(server);
        while (accepted.size() < JOBS) {
            var job = pilot.say(true).job();
            if (job != null) {
                pilot = run(
                        pilot,
                        job,
                        new Random(seed
                                + 7919 * job.attempt().job().value()
                                + job.attempt().attempt()));
            }
        }
    }

    /** Returns the pilot that goes on. */
    private ScriptedPilot run(ScriptedPilot pilot, Assignment job, Random dice) {
        if (dice.nextBoolean()) {
            pilot.say(false, ScriptedPilot.started(job));
        }
        for (int beats = job.name().equals("slow") ? 2 + dice.nextInt(8) : 0; beats > 0; beats--) {
            pilot.say(false);
        }
        if (job.attempt().attempt() <= MOST_LOSSES && dice.nextInt(8) == 0) {
            losses.incrementAndGet();
            lose(pilot);
            if (dice.nextBoolean()) {
                finish(pilot, job);
            }
            return ScriptedPilot.register(server);
        }
        finish(pilot, job);
        if (dice.nextInt(8) == 0) {
            finish(pilot, job); // as after an answer that was lost
        }
        return pilot;
    }

    private void finish(ScriptedPilot pilot, Assignment job) {
        if (pilot.report(ScriptedPilot.finished(job)) == Outcome.APPLIED) {
            accepted.merge(job.attempt().job(), 1, Integer::sum);
        }
    }

    private static List<String> texts(String sql) {
        return server.db().sql(sql).query(String.class).list();
    }

    private static final String EARLY = """
            select 'job ' || v.child || ' was handed out before job ' || v.parent || ' had ended'
            from vertex_parent v
            join event given on given.entity = 'job' and given.entity_id = v.child and given.to_state = 'DISPATCHED'
            join event ended on ended.entity = 'job' and ended.entity_id = v.parent and ended.to_state = 'FINISHED'
            where given.at < ended.at
            """;

    private static final String NOT_ONCE = """
            select 'job ' || j.id || ' was let go ' || e.released || ' times and finished ' || e.finished || ' times'
            from job j
            cross join lateral (
              select count(*) filter (where from_state = 'TEMPLATE') as released, count(*) filter (where to_state = 'FINISHED') as finished,
                (select count(*) from attempt where job_id = j.id and result = 'FINISHED') as accepted
              from event
              where entity = 'job' and entity_id = j.id
            ) e
            where j.workflow_id is not null and (e.released <> 1 or e.finished <> 1 or e.accepted <> 1)
            """;
}
