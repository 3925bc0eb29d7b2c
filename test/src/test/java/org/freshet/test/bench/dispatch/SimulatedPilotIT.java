package org.freshet.test.bench.dispatch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.PilotProcess;
import org.freshet.test.support.TcpProxy;
import org.freshet.test.support.TcpProxy.Fate;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What simulated pilots say is held against what a real one says that runs jobs which do nothing. */
class SimulatedPilotIT {

    private static final int JOBS = 10;

    private record Said(JsonNode exchange) {

        boolean endsAndWishes() {
            return exchange.at("/reports/0/type").asString("").equals("ended")
                    && exchange.path("want").isObject();
        }

        /** Of a payload that did not end within the time for which the news of its start waits. */
        boolean saysAStartInBetween() {
            return exchange.at("/reports/0/type").asString("").equals("started")
                    && exchange.path("want").isMissingNode();
        }

        long seq() {
            return exchange.get("seq").asLong();
        }
    }

    @Test
    @Timeout(90)
    void saysWhatARealPilotSaysAndNoMoreOften() {
        var said = exchangesOfARealPilot();
        var ends = said.stream().filter(Said::endsAndWishes).toList();

        var shapes = ends.stream().map(it -> shape(it.exchange())).toList();
        var simulated = shape(Api.JSON.readTree(Phrase.END_AND_WISH.with(7, 4711, 1)));

        assertThat(shapes).hasSize(JOBS).contains(simulated);
        assertThat(said)
                .filteredOn(it -> it.seq() >= ends.getFirst().seq()
                        && it.seq() <= ends.getLast().seq())
                .filteredOn(it -> !it.saysAStartInBetween())
                .hasSize(JOBS);
    }

    private static List<Said> exchangesOfARealPilot() {
        var bodies = new ConcurrentLinkedQueue<String>();
        try (var server = TestServer.start("freshet.local.pilots=50");
                var proxy = TcpProxy.to(server.url().getPort())) {
            proxy.spoilOnce(it -> isNoted(it, bodies), Fate.PASS);
            server.api().submit(JobText.aJob().with("payload", "/bin/true").times(JOBS));
            try (var pilot = PilotProcess.start(proxy.url(), server.secret("sites/local.secret"))) {
                Awaitility.await().alias(pilot.log()).atMost(60, SECONDS).until(() -> finished(server) == JOBS);
            }
        }
        return bodies.stream().map(it -> new Said(Api.JSON.readTree(it))).toList();
    }

    private static boolean isNoted(TcpProxy.Request request, Queue<String> bodies) {
        if (request.isExchange()) {
            bodies.add(request.body());
        }
        return false;
    }

    private static int finished(TestServer server) {
        return server.api().jobs("?state=finished&limit=1000").size();
    }

    /** Which fields there are, of which kind, whatever stands in them. */
    private static List<String> shape(JsonNode node) {
        var fields = new TreeSet<String>();
        collect("", node, fields);
        return new ArrayList<>(fields);
    }

    private static void collect(String at, JsonNode node, TreeSet<String> fields) {
        if (node.isObject()) {
            node.properties().forEach(it -> collect(at + "/" + it.getKey(), it.getValue(), fields));
        } else if (node.isArray()) {
            fields.add(at + " " + node.size() + " items");
            node.forEach(it -> collect(at + "/", it, fields));
        } else {
            fields.add(at + " " + node.getNodeType());
        }
    }
}
