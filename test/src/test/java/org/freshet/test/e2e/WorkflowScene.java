package org.freshet.test.e2e;

import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.givenBack;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.WorkflowId;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;

/** Workflows in every state, small, wide and large, on a server where nothing has happened yet. */
final class WorkflowScene {

    static final String EVIL = "<img src=x onerror=window.__xss=1>\"'> [[${7*7}]]";
    static final String LONG = "a_vertex_with_a_name_as_long_as_somebody_may_like_it_to_be_to_tell_everything";
    static final int MANY = 500;
    static final int TOO_MANY = 1600;

    private static final DagSketch QUALITY = DagSketch.of(
            "noop_entry>split",
            "split>hits",
            "split>rms",
            "split>noise",
            "split>femb",
            "hits>charge",
            "charge>drift",
            "hits>merge",
            "rms>merge",
            "noise>merge",
            "merge>summary",
            "summary>publish",
            "femb>publish");

    private static final DagSketch FORK = DagSketch.of("root>bad", "root>good", "bad>below", "below>last", "good>last");

    private static final DagSketch FAN =
            DagSketch.of("split>process", "process>merge").foreach("process", items(12));

    private static final String HELD = "\"state\": \"template\"";
    private static final String FIRST = "\"priority\": 5";

    /** A chain of jobs whose names and files are of people who try what a page does with them. */
    private static final String HOSTILE = """
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="p" for="node" attr.name="payload" attr.type="string"><default>/bin/true</default></key>
              <key id="j" for="node" attr.name="jobtype" attr.type="string"><default>flow</default></key>
              <key id="t" for="edge" attr.name="datatag" attr.type="string"/>
              <key id="n" for="edge" attr.name="name" attr.type="string"/>
              <graph edgedefault="directed">
                <desc>%1$s</desc>
                <node id="%1$s"/><node id="%2$s"/>
                <edge source="%1$s" target="%2$s"><data key="t">TAG</data><data key="n">%1$s</data></edge>
              </graph>
            </graphml>
            """;

    private final TestServer server;
    private final Flows flows;
    private final Map<String, WorkflowId> made = new HashMap<>();

    private WorkflowScene(TestServer server) {
        this.server = server;
        this.flows = new Flows(server);
    }

    static WorkflowScene play(TestServer server) {
        var scene = new WorkflowScene(server);
        scene.put("tooMany", scene.flows.start("too-many", DagSketch.random(new Random(8), TOO_MANY), HELD));
        scene.put("many", scene.flows.start("many", DagSketch.random(new Random(7), MANY)));
        scene.run(40, Set.of(), Set.of("v40", "v41"), Set.of());
        scene.put("held", scene.flows.start("diamond", DagSketch.diamond(), HELD));
        scene.put("paused", scene.flows.start("diamond", "\"name\": \"a paused one\""));
        scene.flows.change(scene.of("paused"), "pause");
        scene.put("finished", scene.flows.start("diamond", FIRST));
        scene.run(4, Set.of(), Set.of(), Set.of());
        scene.put("failed", scene.flows.start("fork", FORK, FIRST));
        scene.run(3, Set.of("bad"), Set.of(), Set.of());
        scene.put("hostile", scene.flows.start("hostile", (Object) hostile(), "\"name\": " + json(EVIL)));
        scene.flows.change(scene.of("hostile"), "cancel");
        scene.put("fan", scene.flows.start("fan", FAN, "\"priority\": 7"));
        scene.run(9, Set.of(), Set.of("process[3]", "process[4]"), Set.of());
        scene.put("running", scene.flows.start("quality", QUALITY, "\"name\": \"wfq-5077-0014\"", "\"priority\": 9"));
        scene.run(6, Set.of("charge"), Set.of("rms"), Set.of("femb"));
        return scene;
    }

    WorkflowId of(String what) {
        return Objects.requireNonNull(made.get(what));
    }

    Flows flows() {
        return flows;
    }

    String path(String what) {
        return "/workflows/" + of(what);
    }

    private void put(String what, WorkflowId workflow) {
        made.put(what, workflow);
    }

    /** Takes so many jobs; those of these vertices fail, are left running or are given back in the end. */
    private void run(int jobs, Set<String> failing, Set<String> lasting, Set<String> returned) {
        var pilot = ScriptedPilot.register(server);
        Runnable last = () -> {};
        for (int n = 0; n < jobs; n++) {
            var job = pilot.claim();
            var vertex = vertex(job);
            pilot.say(false, started(job));
            if (lasting.contains(vertex)) {
                pilot = ScriptedPilot.register(server);
            } else if (returned.contains(vertex)) {
                var holder = pilot;
                last = () -> holder.say(false, givenBack(job));
                pilot = ScriptedPilot.register(server);
            } else {
                pilot.say(false, failing.contains(vertex) ? failed(job, 65) : finished(job));
            }
        }
        last.run();
    }

    private String vertex(Assignment job) {
        return server.db()
                .sql("select vertex from job where id = :id")
                .param("id", job.attempt().job().value())
                .query(String.class)
                .single();
    }

    /** A list for a {@code foreach}. */
    private static String items(int count) {
        return IntStream.range(0, count).mapToObj(it -> "\"w" + it + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    private static String hostile() {
        var escaped = EVIL.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return HOSTILE.formatted(escaped, LONG);
    }

    private static String json(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }
}
