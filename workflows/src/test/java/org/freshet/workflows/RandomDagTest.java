package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.workflows.GraphMlText.FIRST_LINE;
import static org.freshet.workflows.GraphMlText.aGraph;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.workflows.Dag.Edge;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Graphs made from a seed: edges lead from a lower to a higher rank, written in any order. */
class RandomDagTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 50);
    }

    private record Arrow(int from, int to) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void readsBackWhatWasWritten(int seed) {
        var random = new Random(seed);
        int size = 1 + random.nextInt(60);
        var names = names(size, random);
        var arrows = arrows(size, random.nextInt(4 * size), random);

        var dag = written(names, arrows).read();

        assertThat(dag.vertices()).extracting(Vertex::id).containsExactlyInAnyOrderElementsOf(names);
        assertThat(dag.edges())
                .extracting(Edge::source, Edge::target)
                .containsExactlyElementsOf(arrows.stream()
                        .map(it -> tuple(names.get(it.from()), names.get(it.to())))
                        .toList());
        assertThatOrderIsValid(dag);
        assertThatNeighboursAgree(dag);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsTheCycleThatABackEdgeMakes(int seed) {
        var random = new Random(seed);
        int size = 2 + random.nextInt(9);
        var names = names(size, random);
        var arrows = new ArrayList<>(arrows(size, 2 * size, random));
        var forth = arrows.get(random.nextInt(arrows.size()));
        arrows.add(random.nextInt(arrows.size()), new Arrow(forth.to(), forth.from()));

        var refusal =
                assertThrows(InvalidDag.class, () -> written(names, arrows).read());

        var problem = refusal.problems().getFirst();
        var cycle = List.of(problem.reason()
                .replaceAll("^The edge closes a cycle: |\\.$", "")
                .split(" -> "));
        assertThat(refusal.problems()).hasSize(1);
        assertThat(cycle).hasSizeGreaterThan(2).startsWith(cycle.getLast());
        for (int i = 1; i < cycle.size(); i++) {
            assertThat(arrows).contains(new Arrow(names.indexOf(cycle.get(i - 1)), names.indexOf(cycle.get(i))));
        }
        var closing = arrows.get(problem.line() - FIRST_LINE - size);
        assertThat(names.get(closing.from())).isEqualTo(cycle.get(cycle.size() - 2));
        assertThat(names.get(closing.to())).isEqualTo(cycle.getLast());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesBackFromItsExport(int seed) throws IOException {
        var random = new Random(seed);
        int size = 2 + random.nextInt(30);
        var names = names(size, random);
        var text = aGraph();
        for (var name : names) {
            text.node(name, attributes(random));
        }
        for (var arrow : arrows(size, random.nextInt(3 * size), random)) {
            var tag = "T" + random.nextInt(1_000_000);
            text.edge(
                    names.get(arrow.from()),
                    names.get(arrow.to()),
                    "name",
                    hostile(random),
                    "dirpath",
                    hostile(random),
                    "datatype",
                    hostile(random),
                    "datatag",
                    tag,
                    "comment",
                    hostile(random));
        }
        text.line("<data key='g-failurePolicy'>%s</data>".formatted(random.nextBoolean() ? "stop" : "continue"));

        GraphMlWriterTest.assertThatItComesBack(text.read());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsAPathThanWhichNoneIsLonger(int seed) {
        var random = new Random(seed);
        int size = 1 + random.nextInt(12);
        var names = names(size, random);
        var dag = written(names, arrows(size, random.nextInt(2 * size), random)).read();
        var durations = dag.vertices().stream()
                .collect(Collectors.toMap(Vertex::id, it -> Duration.ofSeconds(random.nextInt(5))));

        var path = dag.criticalPath(it -> durations.get(it.id()));

        var ids = path.vertices().stream().map(Vertex::id).toList();
        assertThat(dag.parents(ids.getFirst())).isEmpty();
        assertThat(dag.children(ids.getLast())).isEmpty();
        for (int i = 1; i < ids.size(); i++) {
            assertThat(dag.parents(ids.get(i))).extracting(Vertex::id).contains(ids.get(i - 1));
        }
        assertThat(path.length())
                .isEqualTo(ids.stream().map(durations::get).reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(longest(dag, dag.roots(), durations));
    }

    /** By walking every path. */
    private static Duration longest(Dag dag, List<Vertex> from, Map<String, Duration> durations) {
        return from.stream()
                .map(it -> durations.get(it.id()).plus(longest(dag, dag.children(it.id()), durations)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static String[] attributes(Random random) {
        var attributes = new ArrayList<String>(List.of("payload", "x" + hostile(random)));
        var env = Map.of("A", control(random), "B" + control(random).replace("=", ""), hostile(random));
        add(attributes, random, "env", JSON.writeValueAsString(env));
        add(attributes, random, "timelimit", String.valueOf(random.nextInt(31_536_001)));
        add(attributes, random, "priority", String.valueOf(random.nextInt(2001) - 1000));
        add(attributes, random, "retries", String.valueOf(random.nextInt(1001)));
        add(
                attributes,
                random,
                "noRetryExitCodes",
                "%d, %d".formatted(1 + random.nextInt(255), 1 + random.nextInt(255)));
        add(attributes, random, "usefulFor", String.valueOf(1 + random.nextInt(315_360_000)));
        var foreach = List.of(
                "glob:/" + hostile(random),
                JSON.writeValueAsString(List.of("x" + control(random), "y" + hostile(random), 1.5)));
        add(attributes, random, "foreach", foreach.get(random.nextInt(2)));
        add(attributes, random, "jobtype", random.nextBoolean() ? "noop" : "a b:c");
        return attributes.toArray(String[]::new);
    }

    private static void add(List<String> attributes, Random random, String name, String value) {
        if (random.nextBoolean()) {
            attributes.add(name);
            attributes.add(value);
        }
    }

    /** What XML can carry, but not all of it as it is. */
    private static String hostile(Random random) {
        return pieces(
                random,
                "]]>",
                "\"",
                "'",
                "\n",
                "\r",
                "\r\n",
                "\t",
                " ",
                "&amp;",
                "<",
                "&",
                "\\",
                "ä",
                "\uD83D\uDE00",
                "\uFFFD",
                "${x}",
                "");
    }

    /** What only JSON can carry besides. */
    private static String control(Random random) {
        return hostile(random)
                + pieces(random, "\u0001", "\u001B", "\u000B", "\uFFFE", "\uFFFF", "\uD800", "\uDC00", "\u007F", "x");
    }

    private static String pieces(Random random, String... of) {
        return random.ints(random.nextInt(8), 0, of.length)
                .mapToObj(it -> of[it])
                .collect(Collectors.joining());
    }

    private static void assertThatOrderIsValid(Dag dag) {
        Map<String, Integer> position = IntStream.range(0, dag.order().size())
                .boxed()
                .collect(Collectors.toMap(it -> dag.order().get(it).id(), it -> it));
        assertThat(dag.order()).containsExactlyInAnyOrderElementsOf(dag.vertices());
        assertThat(dag.edges())
                .allSatisfy(it -> assertThat(position.get(it.source())).isLessThan(position.get(it.target())));
    }

    private static void assertThatNeighboursAgree(Dag dag) {
        for (var vertex : dag.vertices()) {
            assertThat(dag.parents(vertex.id()).stream().map(Vertex::id))
                    .containsExactlyInAnyOrderElementsOf(dag.edges().stream()
                            .filter(it -> it.target().equals(vertex.id()))
                            .map(Edge::source)
                            .distinct()
                            .toList());
            assertThat(dag.children(vertex.id()).stream().map(Vertex::id))
                    .containsExactlyInAnyOrderElementsOf(dag.edges().stream()
                            .filter(it -> it.source().equals(vertex.id()))
                            .map(Edge::target)
                            .distinct()
                            .toList());
            assertThat(dag.roots().contains(vertex))
                    .isEqualTo(dag.parents(vertex.id()).isEmpty());
        }
    }

    private static List<String> names(int size, Random random) {
        var names = IntStream.range(0, size).mapToObj(it -> "v" + it).collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(names, random);
        return names;
    }

    private static List<Arrow> arrows(int size, int count, Random random) {
        return IntStream.range(0, size < 2 ? 0 : count)
                .mapToObj(it -> {
                    int from = random.nextInt(size - 1);
                    return new Arrow(from, from + 1 + random.nextInt(size - 1 - from));
                })
                .toList();
    }

    private static GraphMlText written(List<String> names, List<Arrow> arrows) {
        var text = aGraph();
        names.stream().sorted().forEach(text::node);
        arrows.forEach(it -> text.edge(names.get(it.from()), names.get(it.to())));
        return text;
    }
}
