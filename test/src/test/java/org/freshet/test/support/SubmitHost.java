package org.freshet.test.support;

import java.util.function.Function;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.BatchTask;
import org.freshet.batch.PoolStep;
import org.freshet.protocol.PoolRun;

/** A submit host that lends the server its hands over the real protocol; what its batch system says a test chooses. */
public final class SubmitHost {

    private final Api api;

    public SubmitHost(Api api) {
        this.api = api;
    }

    /** A calculation from its beginning to its end. */
    public PoolRun run(String site, BatchSystem batch) {
        return run(site, false, task -> task.doWith(batch));
    }

    /** One that changes nothing. */
    public PoolRun tryOut(String site, BatchSystem batch) {
        return run(site, true, task -> task.doWith(batch));
    }

    /** A calculation with answers of the test's own. */
    public PoolRun run(String site, boolean dryRun, Function<BatchTask, BatchAnswer> answers) {
        var step = begin(site, dryRun);
        while (step.task() != null) {
            step = step(answer(site, step, answers.apply(step.task())));
        }
        return step.result();
    }

    /** The first step, which must be granted. */
    public PoolStep begin(String site, boolean dryRun) {
        return step(tryToBegin(site, dryRun));
    }

    public Api.Answer tryToBegin(String site, boolean dryRun) {
        return api.post("/api/v1/pool/" + site + "/runs", "{\"host\": \"submit.example\", \"dryRun\": " + dryRun + "}");
    }

    public Api.Answer answer(String site, PoolStep step, BatchAnswer answer) {
        return api.post(
                "/api/v1/pool/" + site + "/runs/" + step.run(),
                Api.JSON.writerFor(BatchAnswer.class).writeValueAsString(answer));
    }

    private static PoolStep step(Api.Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError("pool step refused with " + answer.status() + ": " + answer.body());
        }
        return answer.as(PoolStep.class);
    }
}
