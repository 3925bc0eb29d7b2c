package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.List;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Page;
import org.freshet.protocol.WorkflowId;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.core.type.TypeReference;

/** A DAG with a vertex that runs once for each item, and what became of it. */
abstract class ForeachFixture extends WorkflowFixture {

    static final String GLOB = "glob:/data/*.adc";

    @Override
    @AfterEach
    void findsNoContradiction() {
        super.findsNoContradiction();
        server.db()
                .sql("select id from workflow where ended_at is null")
                .query(Long.class)
                .list()
                .forEach(it -> flows.change(new WorkflowId(it), "cancel"));
    }

    static DagSketch fan(String foreach) {
        return DagSketch.of("split>each", "each>merge").foreach("each", foreach);
    }

    /** Up to the job that lists the items. */
    WorkflowId startToTheList(String name, String... more) {
        var workflow = flows.start(name, fan(GLOB), more);
        pilot.say(false, finished(claim(workflow, "split")));
        return workflow;
    }

    Assignment claim(WorkflowId workflow, String vertex) {
        return claim(pilot, workflow, vertex);
    }

    static Assignment claim(ScriptedPilot by, WorkflowId workflow, String vertex) {
        var job = by.claim();
        assertThat(job.attempt().job()).as(job.name()).isEqualTo(flows.job(workflow, vertex));
        return job;
    }

    static JobView job(WorkflowId workflow, String vertex) {
        return api.job(flows.job(workflow, vertex)).job();
    }

    static List<DatasetView> datasets(WorkflowId workflow) {
        return Api.JSON
                .readValue(
                        api.get("/api/v1/datasets?limit=100&workflow=" + workflow)
                                .body(),
                        new TypeReference<Page<DatasetView>>() {})
                .items()
                .reversed();
    }

    static DatasetView directory(WorkflowId workflow, String datatag) {
        return datasets(workflow).stream()
                .filter(it -> it.datatag().equals(datatag)
                        && !String.valueOf(it.source()).contains("["))
                .findFirst()
                .orElseThrow();
    }
}
