package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedTemplatesTest {

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
            assertThat(it.datatype()).isEqualTo("TXT");
            assertThat(it.name()).endsWith(".txt");
        });
    }

    @ParameterizedTest
    @CsvSource({"diamond, sums.txt, 'even 250500\nodd 250000'", "filter, output.txt, 2"})
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
                .withMessage("There is no template '../package-info'; there are diamond, filter.");
    }

    /** The shell refuses unset variables, and the environment has only those of the vertex's edges. */
    private static int exitCode(Vertex vertex, Dag dag, Path directory) throws IOException, InterruptedException {
        var shell = new ProcessBuilder("/bin/sh", "-euc", vertex.payload()).directory(directory.toFile());
        shell.environment().keySet().retainAll(Set.of("PATH"));
        dag.edges().stream()
                .filter(it -> it.source().equals(vertex.id()) || it.target().equals(vertex.id()))
                .forEach(it -> shell.environment()
                        .put(it.datatag(), directory.resolve(it.name()).toString()));
        return shell.inheritIO().start().waitFor();
    }
}
