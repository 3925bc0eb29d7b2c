package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** The shipped example finds what its README says was put in, and writes results in the format of results. */
@Timeout(120)
class ExampleE2E {

    private static final String EXAMPLE = "deploy/examples/waveforms";
    private static final Pattern PROMISE =
            Pattern.compile("^\\| ([0-9]) \\| ([0-9, ]+) \\| ([0-9, ]+) \\|$", Pattern.MULTILINE);

    private static Installation installation;
    private static RunningServer server;
    /** Output directories by subrun. */
    private static final Map<Long, Path> OUTPUTS = new TreeMap<>();

    @BeforeAll
    static void runTheExample() {
        installation = Installation.create();
        server = RunningServer.start(installation);
        var commands = Readme.of(EXAMPLE + "/README.md").commands();
        installation.run(commands.getFirst()).successful();
        for (var job : server.api().jobs("?jobtype=noise")) {
            OUTPUTS.put(job.subrun(), outputDirectory(job.id()));
        }
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void findsTheDeadAndNoisyChannelsThatWerePutIn() throws IOException {
        var promises = PROMISE.matcher(Readme.of(EXAMPLE + "/README.md").text())
                .results()
                .toList();
        assertThat(promises).hasSize(3);

        for (var promise : promises) {
            var found = verdicts(OUTPUTS.get(Long.valueOf(promise.group(1))));

            assertThat(found.get("dead")).isEqualTo(numbers(promise.group(2)));
            assertThat(found.get("noisy")).isEqualTo(numbers(promise.group(3)));
            assertThat(found.values().stream().mapToInt(List::size).sum()).isEqualTo(120);
        }
    }

    @Test
    void summarisesInTheFormatOfResults() throws IOException {
        for (var output : OUTPUTS.entrySet()) {
            var summary = onlyEntry(output.getValue().resolve("summary.json"));
            var parts = summary.path("APA").asString().split(",").length;

            assertThat(summary.path("run").asString()).isEqualTo("run001837_00" + output.getKey());
            assertThat(summary.properties()).allSatisfy(quantity -> {
                assertThat(quantity.getKey()).isNotBlank();
                assertThat(quantity.getValue().isString() || quantity.getValue().isNumber())
                        .isTrue();
                assertThat(quantity.getValue().asString().split(",")).hasSize(parts);
            });
            var found = verdicts(output.getValue());
            assertThat(summary.path("NDead Channels").asString())
                    .isEqualTo("" + found.get("dead").size());
            assertThat(summary.path("NNoisy Channels").asString())
                    .isEqualTo("" + found.get("noisy").size());
        }
    }

    @Test
    void listsPicturesAndFilesThatAreThere() throws IOException {
        for (var output : OUTPUTS.values()) {
            var category = onlyEntry(output.resolve("filelist.json"));

            assertThat(category.path("Category").asString()).isEqualTo("Noise Monitor");
            assertThat(category.path("Files").properties()).hasSize(2);
            assertThat(category.path("Files").properties())
                    .flatExtracting(it -> List.of(it.getValue().asString().split(",")))
                    .contains("rms.svg")
                    .allSatisfy(it -> assertThat(output.resolve(it)).isNotEmptyFile());
        }
    }

    @Test
    void drawsAPictureThatNamesWhatIsWrong() throws Exception {
        for (var output : OUTPUTS.values()) {
            var picture = xml(output.resolve("rms.svg"));
            var found = verdicts(output);

            assertThat(picture.getDocumentElement().getNodeName()).isEqualTo("svg");
            assertThat(texts(picture, "deadink")).isEqualTo(words(found.get("dead")));
            assertThat(texts(picture, "noisyink")).isEqualTo(words(found.get("noisy")));
        }
    }

    @Test
    void makesOneJobForEachFileOfOnesOwn() throws IOException {
        var broken = installation.write("broken.adc", "# freshet waveforms 1\n# run 1 subrun 2 channels 1 samples x\n");
        var fine = Files.copy(
                Directories.project().resolve(EXAMPLE + "/run001837_001.adc"),
                installation.directory().resolve("fine.adc"));

        var answer = installation.run("bin/freshet job submit " + EXAMPLE + "/noise.json --env WAVEFORMS=\"$PWD/"
                + EXAMPLE + "\" -f " + fine + "," + broken + " --json");
        var jobs = Api.JSON.readValue(answer.successful().out(), Submitted.class).items().stream()
                .map(it -> server.await(it.id(), JobState.FINISHED, JobState.FAILED))
                .toList();
        var log = installation.run("bin/freshet job log " + jobs.getLast().id() + " --stderr");

        assertThat(jobs).extracting(JobView::state).containsExactly(JobState.FINISHED, JobState.FAILED);
        assertThat(jobs.getLast().reason()).isEqualTo(FailureReason.EXIT_CODE);
        assertThat(jobs.getLast().exitCode()).isEqualTo(3);
        assertThat(log.out()).contains(broken + ":2: expected");
    }

    private static Path outputDirectory(JobId job) {
        var log = installation.run("bin/freshet job log " + job).successful().out();
        return Path.of(log.strip().substring(log.strip().lastIndexOf(" in ") + 4));
    }

    /** Channels by verdict, in the order of the file. */
    private static Map<String, List<Integer>> verdicts(Path output) throws IOException {
        return Files.readAllLines(output.resolve("channels.csv")).stream()
                .skip(1)
                .map(it -> it.split(","))
                .collect(Collectors.groupingBy(
                        it -> it[5], Collectors.mapping(it -> Integer.valueOf(it[0]), Collectors.toList())));
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.strip().split(", ")).map(Integer::valueOf).toList();
    }

    private static List<String> words(List<Integer> channels) {
        return channels.stream().map(String::valueOf).toList();
    }

    private static JsonNode onlyEntry(Path file) throws IOException {
        var list = Api.JSON.readTree(Files.readString(file));
        assertThat(list.isArray() && list.size() == 1).as(file.toString()).isTrue();
        return list.get(0);
    }

    /** Fails if the file is not well-formed, or wants anything from elsewhere. */
    private static Document xml(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static List<String> texts(Document picture, String style) {
        var found = picture.getElementsByTagName("text");
        return IntStream.range(0, found.getLength())
                .mapToObj(found::item)
                .filter(it ->
                        it.getAttributes().getNamedItem("class").getNodeValue().equals(style))
                .map(it -> it.getTextContent())
                .toList();
    }
}
