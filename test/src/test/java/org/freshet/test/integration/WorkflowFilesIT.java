package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.test.support.Flows;
import org.freshet.test.support.PilotProcess;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real pilot makes of the files between the jobs of a workflow, for each check that a data type may ask for. */
class WorkflowFilesIT {

    private static final String DAG = """
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="p" for="node" attr.name="payload"/>
              <key id="e" for="node" attr.name="env"><default>{"P3S_EXECMODE": "1"}</default></key>
              <key id="j" for="node" attr.name="jobtype"><default>files</default></key>
              <key id="y" for="edge" attr.name="datatype"/>
              <key id="t" for="edge" attr.name="datatag"/>
              <graph edgedefault="directed">
                <node id="write"><data key="p">WRITE</data></node>
                <node id="read"><data key="p">[ -f "$EMPTY" ] &amp;&amp; [ ! -e "$LEFT_OUT" ] &amp;&amp; [ -f "$WRITTEN" ]</data></node>
                <edge source="write" target="read"><data key="y">THERE</data><data key="t">EMPTY</data></edge>
                <edge source="write" target="read"><data key="y">ANY</data><data key="t">LEFT_OUT</data></edge>
                <edge source="write" target="read"><data key="y">ANY</data><data key="t">WRITTEN</data></edge>
              </graph>
            </graphml>
            """;

    private static TestServer server;
    private static Flows flows;
    private static PilotProcess pilot;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        flows = new Flows(server);
        server.api().post("/api/v1/datatypes", """
                        [{"name": "THERE", "outputCheck": "EXISTS"}, {"name": "ANY", "outputCheck": "NONE"}]
                        """);
        pilot = PilotProcess.start(server.url(), server.secret("sites/local.secret"));
    }

    @AfterAll
    static void stop() {
        pilot.close();
        server.close();
    }

    @Test
    void mayBeEmptyOrLeftOutAndAreHiddenUntilTheyAreComplete() throws IOException {
        var workflow = run(
                "whole",
                ": > \"$EMPTY\"; : > \"$WRITTEN\";"
                        + " for f in \"$EMPTY\" \"$LEFT_OUT\" \"$WRITTEN\"; do case ${f##*/} in .*) ;; *) exit 9 ;; esac; done");

        assertThat(flows.state(workflow)).as(flows.states(workflow).toString()).isEqualTo(WorkflowState.FINISHED);
        try (var files = Files.list(directory())) {
            assertThat(files.map(it -> it.getFileName().toString())).noneMatch(it -> it.startsWith("."));
        }
    }

    @Test
    void failTheJobIfTheyMustBeThereAndAreNot() {
        var workflow = run("without", ": > \"$WRITTEN\"");

        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
        var job = server.api().job(flows.job(workflow, "write")).job();
        assertThat(job.reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(job.message()).contains("$EMPTY = " + directory()).doesNotContain("$LEFT_OUT", "$WRITTEN");
    }

    private static Path directory() {
        return server.home().resolve("data");
    }

    private static WorkflowId run(String name, String payload) {
        var text = payload.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        var workflow = flows.start(name, DAG.replace("WRITE<", text + "<"));
        await().atMost(Duration.ofMinutes(2)).until(() -> flows.state(workflow).isFinal());
        return workflow;
    }
}
