package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.workflows.GraphMlText.FIRST_LINE;
import static org.freshet.workflows.GraphMlText.aGraph;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LargeDagTest {

    @Test
    void readsTheLargestTextInASmallHeap(@TempDir Path directory) throws IOException, InterruptedException {
        var text = chain(GraphMlReader.MAX_VERTICES, "x".repeat(900));
        var padding = " ".repeat(GraphMlReader.MAX_BYTES - text.text().length());
        var file = Files.writeString(directory.resolve("large.graphml"), text.text() + padding);

        var output = directory.resolve("output.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadOneFile.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        var ended = process.waitFor(50, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(output).hasContent("DAG 'large' (20000 vertices, 19999 edges)\n");
    }

    /** Runs in a process of its own, whose heap is limited. */
    static final class ReadOneFile {

        public static void main(String[] arguments) throws IOException {
            System.out.println(GraphMlReader.read("large", Files.readAllBytes(Path.of(arguments[0]))));
        }
    }

    @Test
    void refusesOneNodeTooMany() {
        var text = chain(GraphMlReader.MAX_VERTICES, "true");
        text.node("extra");

        var refusal = assertThrows(InvalidDag.class, text::read);

        assertThat(refusal.problems())
                .containsExactly(new Problem(
                        FIRST_LINE + 2 * GraphMlReader.MAX_VERTICES - 1,
                        1,
                        "node 'extra'",
                        "There are more than 20000 nodes; use foreach for many jobs of a kind, or several DAGs."));
    }

    @Test
    void refusesOneEdgeTooMany() {
        var text = aGraph().node("a").node("b");
        for (int i = 0; i < GraphMlReader.MAX_EDGES; i++) {
            text.edge("a", "b");
        }

        assertThat(text.read().edges()).hasSize(GraphMlReader.MAX_EDGES);
        text.edge("a", "b");
        var refusal = assertThrows(InvalidDag.class, text::read);

        assertThat(refusal.problems())
                .extracting(Problem::line, Problem::reason)
                .containsExactly(tuple(
                        FIRST_LINE + 2 + GraphMlReader.MAX_EDGES,
                        "There are more than 100000 edges; use several DAGs."));
    }

    @Test
    void refusesOneByteTooMany() {
        var text = aGraph().node("ä").text();
        var fits = text + " ".repeat(GraphMlReader.MAX_BYTES - text.getBytes(StandardCharsets.UTF_8).length);

        assertThat(GraphMlReader.read("test", fits).vertices()).hasSize(1);
        for (var refusal : new InvalidDag[] {
            assertThrows(InvalidDag.class, () -> GraphMlReader.read("test", fits + " ")),
            assertThrows(
                    InvalidDag.class, () -> GraphMlReader.read("test", (fits + " ").getBytes(StandardCharsets.UTF_8)))
        }) {
            assertThat(refusal.problems())
                    .containsExactly(
                            new Problem(1, 1, "document", "The text is larger than 20 MiB; use several DAGs."));
        }
    }

    @Test
    void ordersALongChainAndDrawsOnlyTheEndsOfItsCycle() {
        var text = chain(GraphMlReader.MAX_VERTICES, "true");

        var dag = text.read();
        var refusal =
                assertThrows(InvalidDag.class, () -> text.edge("v19999", "v0").read());

        assertThat(dag.order()).extracting(Vertex::id).startsWith("v0", "v1").endsWith("v19998", "v19999");
        assertThat(refusal.problems())
                .singleElement()
                .extracting(Problem::reason)
                .isEqualTo("The edge closes a cycle: v0 -> v1 -> v2 -> v3 -> v4 -> v5 -> v6 -> v7 -> v8 -> v9"
                        + " -> (19989 more) -> v19999 -> v0.");
    }

    @Test
    void showsSomeOfVeryManyCycles() {
        var text = aGraph();
        for (int i = 0; i < GraphMlReader.MAX_VERTICES; i += 2) {
            text.node("v" + i).node("v" + (i + 1)).edge("v" + i, "v" + (i + 1)).edge("v" + (i + 1), "v" + i);
        }

        var refusal = assertThrows(InvalidDag.class, text::read);

        assertThat(refusal.problems()).hasSize(Cycles.MOST);
    }

    private static GraphMlText chain(int size, String payload) {
        var text = aGraph();
        for (int i = 0; i < size; i++) {
            text.node("v" + i, "jobtype", "t", "payload", payload);
        }
        for (int i = 1; i < size; i++) {
            text.edge("v" + (i - 1), "v" + i);
        }
        return text;
    }
}
