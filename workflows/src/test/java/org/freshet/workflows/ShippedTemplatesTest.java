package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedTemplatesTest {

    private static final Path WAVEFORMS =
            Path.of("../deploy/examples/waveforms").toAbsolutePath().normalize();

    @Test
    void listsEveryTemplateOfTheDirectory() throws IOException, URISyntaxException {
        var directory = Path.of(ShippedTemplates.class.getResource("templates").toURI());

        try (var files = Files.list(directory)) {
            assertThat(files.map(it -> it.getFileName().toString()).sorted())
                    .isEqualTo(ShippedTemplates.names().stream()
                            .map(it -> it + ".graphml")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("org.freshet.workflows.ShippedTemplates#names")
    void isCompleteInEveryTemplate(String name) {
        var dag = ShippedTemplates.dag(name);

        assertThat(dag.name()).isEqualTo(name);
        assertThat(dag.description()).isNotEmpty();
        assertThat(dag.notices()).isEmpty();
        assertThat(dag.vertices()).allSatisfy(it -> {
            assertThat(it.jobtype()).isNotEmpty();
            assertThat(it.payload().isEmpty()).isEqualTo(it.isNoop());
        });
        assertThat(dag.edges()).allSatisfy(it -> {
            assertThat(it.datatype()).isIn("ADC", "CSV", "JSON", "TXT");
            assertThat(it.name()).endsWith("." + it.datatype().toLowerCase(Locale.ROOT));
            assertThat(it.datatag()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "diamond, sums.txt, 'even 250500\nodd 250000'",
        "fanout, counts.txt, 'multiples of 2: 500\nmultiples of 3: 333\nmultiples of 7: 142\nmultiples of 11: 90'",
        "filter, output.txt, 2",
        "minimal, greeting.txt, Hello from the first job"
    })
    void hasPayloadsThatRunWithTheVariablesOfTheirEdges(
            String name, String result, String content, @TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("input.txt"), "TEST one\nother\na second TEST\n");
        var dag = ShippedTemplates.dag(name);

        for (var vertex : dag.order()) {
            assertThat(exitCode(vertex, dag, directory)).as(vertex.id()).isZero();
        }

        assertThat(directory.resolve(result)).hasContent(content);
    }

    @Test
    void findsStepByStepWhatTheScriptOfTheExampleFindsAtOnce(@TempDir Path directory) throws Exception {
        Files.copy(WAVEFORMS.resolve("run001837_001.adc"), directory.resolve("run001837_001.adc"));
        var dag = ShippedTemplates.dag("waveforms");

        for (var vertex : dag.order()) {
            assertThat(exitCode(vertex, dag, directory)).as(vertex.id()).isZero();
        }
        var atOnce = new ProcessBuilder(WAVEFORMS.resolve("quality.sh").toString());
        atOnce.environment()
                .put("P3S_INPUT_FILE", WAVEFORMS.resolve("run001837_001.adc").toString());
        atOnce.environment()
                .put("FRESHET_OUTPUT_DIR", directory.resolve("at-once").toString());

        assertThat(atOnce.redirectOutput(Redirect.DISCARD).start().waitFor()).isZero();
        assertThat(directory.resolve("verdict.txt"))
                .hasContent("3 dead channels: 17, 64, 90; 2 noisy channels: 33, 107.");
        for (var file : List.of("channels.csv", "summary.json")) {
            assertThat(directory.resolve("summary-output").resolve(file))
                    .hasSameTextualContentAs(directory.resolve("at-once").resolve(file));
        }
    }

    @Test
    void failsWhereTheWaveformsAreWrongWithACodeThatIsNotRetried(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("run001837_001.adc"), "# freshet waveforms 1\n# run 1\n");
        var dag = ShippedTemplates.dag("waveforms");
        var split = dag.children("data").getFirst();

        var code = exitCode(split, dag, directory);

        assertThat(code).isEqualTo(3);
        assertThat(split.noRetryExitCodes()).contains(code);
        assertThat(directory.resolve("plane-U.adc")).isEmptyFile();
    }

    @Test
    void failsOnPurposeAsItsCommentsSay(@TempDir Path directory) throws Exception {
        var dag = ShippedTemplates.dag("failing");

        var codes = new LinkedHashMap<String, Integer>();
        for (var vertex : dag.order()) {
            if (dag.parents(vertex.id()).stream().allMatch(it -> codes.getOrDefault(it.id(), 1) == 0)) {
                codes.put(vertex.id(), exitCode(vertex, dag, directory));
            }
        }

        assertThat(codes).isEqualTo(Map.of("make", 0, "check", 3, "flaky", 1, "count", 0));
        var flaky = vertex(dag, "flaky");
        assertThat(exitCode(flaky, dag, directory, 2)).isZero();
        assertThat(flaky.retries()).isEqualTo(1);
        assertThat(vertex(dag, "check").noRetryExitCodes()).containsExactly(3);
    }

    @Test
    void runsTheBranchesOfTheDiamondSideBySide() {
        var diamond = ShippedTemplates.dag("diamond");

        assertThat(diamond.roots()).extracting(Vertex::id).containsExactly("make");
        assertThat(diamond.children("make")).extracting(Vertex::id).containsExactly("even", "odd");
        assertThat(diamond.parents("join")).extracting(Vertex::id).containsExactly("even", "odd");
    }

    @Test
    void namesTheTemplatesThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShippedTemplates.text("../package-info"))
                .withMessage(
                        "There is no template '../package-info'; there are diamond, failing, fanout, filter, minimal, waveforms.");
    }

    private static Vertex vertex(Dag dag, String id) {
        return dag.vertices().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static int exitCode(Vertex vertex, Dag dag, Path directory) throws IOException, InterruptedException {
        return exitCode(vertex, dag, directory, 1);
    }

    private static int exitCode(Vertex vertex, Dag dag, Path directory, int attempt)
            throws IOException, InterruptedException {
        if (!(vertex.foreach() instanceof Foreach.Output(var list))) {
            return exitCode(vertex, dag, directory, Map.of("FRESHET_ATTEMPT", Integer.toString(attempt)));
        }
        var file = dag.edges().stream()
                .filter(it -> it.datatag().equals(list))
                .findFirst()
                .orElseThrow();
        var items = Files.readString(directory.resolve(file.name()))
                .replaceAll("[\\s\\[\\]\"]", "")
                .split(",");
        int code = 0;
        for (int n = 0; n < items.length; n++) {
            code = Math.max(
                    code,
                    exitCode(
                            vertex,
                            dag,
                            directory,
                            Map.of("FRESHET_ITEM", items[n], "FRESHET_ITEM_INDEX", Integer.toString(n))));
        }
        return code;
    }

    /** Of an edge, as the vertex knows it: where there is a foreach at the source, it is a directory with a file per item. */
    private static Path path(Dag.Edge edge, Vertex vertex, Dag dag, Path directory, Map<String, String> variables)
            throws IOException {
        if (vertex(dag, edge.source()).foreach() == null) {
            return directory.resolve(edge.name());
        }
        int dot = edge.name().lastIndexOf('.');
        var files = Files.createDirectories(directory.resolve(edge.name().substring(0, dot)));
        return edge.target().equals(vertex.id())
                ? files
                : files.resolve("0000" + variables.get("FRESHET_ITEM_INDEX")
                        + edge.name().substring(dot));
    }

    /** The shell refuses unset variables; the environment has those of the vertex's edges and these only. */
    private static int exitCode(Vertex vertex, Dag dag, Path directory, Map<String, String> variables)
            throws IOException, InterruptedException {
        var shell = new ProcessBuilder("/bin/sh", "-euc", vertex.payload()).directory(directory.toFile());
        var environment = shell.environment();
        environment.keySet().retainAll(Set.of("PATH"));
        environment.put("WAVEFORMS", WAVEFORMS.toString());
        environment.putAll(variables);
        environment.put(
                "FRESHET_OUTPUT_DIR", directory.resolve(vertex.id() + "-output").toString());
        for (var edge : dag.edges()) {
            if (edge.source().equals(vertex.id()) || edge.target().equals(vertex.id())) {
                environment.put(
                        edge.datatag(),
                        path(edge, vertex, dag, directory, variables).toString());
            }
        }
        return shell.redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(directory.resolve("log.txt").toFile()))
                .start()
                .waitFor();
    }
}
