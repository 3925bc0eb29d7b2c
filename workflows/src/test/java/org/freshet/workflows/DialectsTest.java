package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.freshet.workflows.Dag.Edge;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.api.Test;

/** Files as other tools write them. All samples but the refused ones hold the same DAG, as far as their tool can. */
class DialectsTest {

    private static final Path PUBLISHED = Path.of("../../shared/samples/p3s");

    @Test
    void readsWhatNetworkXWrites() throws IOException {
        var dag = GraphMlReader.read("networkx", sample("networkx"));

        assertThat(dag.vertices()).isEqualTo(vertices("in", "sort", "count", "out"));
        assertThat(dag.edges()).isEqualTo(edges("in", "sort", "count", "out"));
        assertThat(dag.description()).isEqualTo("Sorts names & counts them");
        assertThat(dag.failurePolicy()).isEqualTo(FailurePolicy.STOP);
        assertThat(dag.notices()).isEmpty();
    }

    @Test
    void readsWhatGephiWritesAndNamesOnlyTheColumnThatSomebodyMade() throws IOException {
        var dag = GraphMlReader.read("gephi", sample("gephi"));

        assertThat(dag.vertices()).isEqualTo(vertices("in", "sort", "count", "out"));
        assertThat(dag.edges()).isEqualTo(edges("in", "sort", "count", "out"));
        assertThat(dag.notices())
                .containsExactly(
                        "Line 19, key 'modularity_class': The attribute 'Modularity Class' is not known for nodes"
                                + " and is ignored.");
    }

    @Test
    void readsWhatYEdWritesUnderItsOwnIds() throws IOException {
        var dag = GraphMlReader.read("yed", sample("yed"));

        var noop = vertices("n0", "n1", "n2", "n3").getFirst();
        assertThat(dag.vertices().subList(1, 3))
                .isEqualTo(vertices("n0", "n1", "n2", "n3").subList(1, 3));
        assertThat(dag.vertices().getFirst().isNoop()).isEqualTo(noop.isNoop());
        assertThat(dag.edges()).isEqualTo(edges("n0", "n1", "n2", "n3"));
        assertThat(dag.description()).isEqualTo("Sorts names & counts them");
        assertThat(dag.notices()).isEmpty();
    }

    @Test
    void refusesAGroupOfYEdWithOneProblem() throws IOException {
        var text = sample("yed-group");

        var refusal = assertThrows(InvalidDag.class, () -> GraphMlReader.read("group", text));

        assertThat(refusal.problems())
                .extracting(Problem::element, Problem::reason)
                .containsExactly(tuple(
                        "graph in node 'n1'",
                        "A graph inside a node or edge is not supported. Take its nodes out of the group, so that all"
                                + " stand in one graph (in yEd: Grouping, Ungroup)."));
    }

    @Test
    void refusesAFileWithoutPayloadsWithOneProblemPerVertex() throws IOException {
        var text = sample("without-payloads");

        var refusal = assertThrows(InvalidDag.class, () -> GraphMlReader.read("without", text));

        assertThat(refusal.problems())
                .extracting(Problem::line, Problem::element)
                .containsExactly(tuple(6, "node 'adc'"), tuple(9, "node 'picture'"), tuple(12, "node 'numbers'"));
        assertThat(refusal.problems())
                .extracting(Problem::reason)
                .containsOnly(
                        "The node has no payload and no jobtype; give it both, or the jobtype noop if it runs nothing.");
    }

    @Test
    void readsTheExampleOfTheDocumentationWhichHasEveryAttributeInATable() throws IOException {
        var page = Files.readString(Path.of("../docs/dag.md"));
        var example = page.split("```xml\n", 2)[1].split("```", 2)[0];

        var dag = GraphMlReader.read("example", example);

        assertThat(dag.order()).extracting(Vertex::id).containsExactly("write", "read");
        assertThat(dag.notices()).isEmpty();
        assertThat(Stream.of(Keys.OF_NODES, Keys.OF_EDGES, Keys.OF_GRAPHS).flatMap(List::stream))
                .allSatisfy(it -> assertThat(page).contains("\n| `" + it + "` | "));
    }

    @Test
    void readsThePublishedFilterWorkflow() throws IOException {
        var file = PUBLISHED.resolve("1filter/1filter.graphml");
        assumeTrue(Files.exists(file), "the published samples are not here");

        var dag = GraphMlReader.read("1filter", Files.readAllBytes(file));

        assertThat(dag.order()).extracting(Vertex::id).containsExactly("NOOP1", "filter", "NOOP2");
        assertThat(dag.vertices()).extracting(Vertex::isNoop).containsExactly(true, false, true);
        assertThat(dag.vertices().get(1))
                .isEqualTo(new Vertex(
                        "filter",
                        "filter",
                        "grep -c TEST $INPTXT > $OUTTXT",
                        Map.of("P3S_EXECMODE", "SHELL"),
                        Duration.ofSeconds(7777),
                        4,
                        0,
                        new TreeSet<>(),
                        null,
                        null));
        assertThat(dag.edges()).extracting(Edge::datatag).isEqualTo(List.of("INPTXT", "OUTTXT"));
        assertThat(dag.notices()).isEmpty();
    }

    @Test
    void readsOrRefusesForItsPayloadsEveryPublishedWorkflow() throws IOException {
        assumeTrue(Files.exists(PUBLISHED), "the published samples are not here");

        try (var files = Files.walk(PUBLISHED)) {
            for (var file :
                    files.filter(it -> it.toString().endsWith(".graphml")).toList()) {
                var text = Files.readString(file);
                if (text.contains("\"payload\"")) {
                    GraphMlWriterTest.assertThatItComesBack(GraphMlReader.read(file.toString(), text));
                } else {
                    var refusal = assertThrows(InvalidDag.class, () -> GraphMlReader.read(file.toString(), text));
                    assertThat(refusal.problems())
                            .as(file.toString())
                            .hasSize(text.split("<node ").length - 1)
                            .allMatch(it -> it.reason().startsWith("The node has no payload"));
                }
            }
        }
    }

    private static byte[] sample(String name) throws IOException {
        try (var in = DialectsTest.class.getResourceAsStream(name + ".graphml")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static List<Vertex> vertices(String in, String sort, String count, String out) {
        return List.of(
                new Vertex(in, "noop", "", Map.of(), null, 0, 0, new TreeSet<>(), null, null),
                new Vertex(
                        sort,
                        "text",
                        "sort < \"$NAMES\" > \"$SORTED\"\nsort -u < \"$NAMES\" > \"$UNIQUE\"",
                        Map.of("P3S_EXECMODE", "1", "LC_ALL", "C"),
                        Duration.ofMinutes(1),
                        2,
                        1,
                        new TreeSet<>(List.of(2, 3)),
                        null,
                        null),
                new Vertex(
                        count,
                        "text",
                        "wc -l \"$SORTED\" \"$UNIQUE\" > \"$COUNT\"",
                        Map.of("P3S_EXECMODE", "1"),
                        Duration.ofSeconds(90),
                        3,
                        0,
                        new TreeSet<>(),
                        Duration.ofHours(1),
                        null),
                new Vertex(out, "noop", "", Map.of(), null, 0, 0, new TreeSet<>(), null, null));
    }

    private static List<Edge> edges(String in, String sort, String count, String out) {
        return List.of(
                new Edge(in, sort, "names.txt", "/data", "TXT", "NAMES", "One name per line"),
                new Edge(sort, count, "sorted.txt", "", "TXT", "SORTED", ""),
                new Edge(sort, count, "unique.txt", "", "TXT", "UNIQUE", ""),
                new Edge(count, out, "count.txt", "", "TXT", "COUNT", ""));
    }
}
