package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.DagText.aDag;

import java.nio.file.Path;
import java.util.Map;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagLoaded;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagText;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** DAGs and data types with the command, called as people and scripts call it. */
@Timeout(180)
class DagCommandE2E {

    private static final String WAVEFORMS =
            "workflows/src/main/resources/org/freshet/workflows/templates/waveforms.graphml";
    private static final String TYPES = "deploy/examples/waveforms/datatypes.json";

    private static final DagText PAIR = aDag().vertex("first").vertex("second").edge("first", "second", "LINK");

    private static final JsonMapper ONE_DOCUMENT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static Installation installation;

    @BeforeAll
    static void start() {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "0"));
        RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void loadsTheShippedExampleWithItsDataTypesAndGivesItBack() {
        var types = run("datatype add " + TYPES).successful();
        var again = run("datatype add " + TYPES).successful();
        var loaded = run("dag load " + WAVEFORMS).successful();
        var file = installation.directory().resolve("exported.graphml");
        run("dag export waveforms -o " + file).successful();
        var reloaded = run("dag load " + file + " --name waveforms").successful();

        assertThat(types.out()).startsWith("Added: ");
        assertThat(again.out()).startsWith("There already: ");
        assertThat(loaded.out()).startsWith("DAG waveforms is loaded as version 1: ");
        assertThat(loaded.err()).doesNotContain("There is no data type");
        assertThat(reloaded.out()).startsWith("DAG waveforms is the same as its version 1 already");
        assertThat(run("dag list").successful().out()).contains("waveforms");
        assertThat(run("dag draw waveforms").successful().out()).contains("layer 1\n", "waits for ");
        for (var command : new String[] {
            "dag list",
            "dag show waveforms",
            "dag draw waveforms",
            "dag export waveforms",
            "dag validate " + WAVEFORMS,
            "dag load " + WAVEFORMS,
            "datatype list",
            "datatype add " + TYPES
        }) {
            assertThat(ONE_DOCUMENT
                            .readTree(run(command + " --json").successful().out())
                            .isContainer())
                    .as(command)
                    .isTrue();
        }
    }

    @Test
    void keepsOldVersions() {
        var file = write("pair.graphml", PAIR);
        run("dag load " + file).successful();
        write("pair.graphml", PAIR.vertex("third"));

        var second = read(run("dag load " + file + " --description more --json"), DagLoaded.class);

        assertThat(second.dag().version()).isEqualTo(2);
        assertThat(read(run("dag show pair --version 1 --json"), DagDetail.class)
                        .vertices())
                .hasSize(2);
        assertThat(run("dag show pair").successful().out()).contains("third", "more");
    }

    @Test
    void namesThePlaceOfEveryProblemAndExitsWith7() {
        var file = write("cyclic.graphml", PAIR.edge("second", "first", "BACK"));

        var refused = run("dag load " + file);
        var checked = run("dag validate " + file);

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(7);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).containsPattern("cyclic.graphml:[0-9]+:[0-9]+: edge .*closes a cycle: ");
        assertThat(checked.exitCode()).isEqualTo(7);
        assertThat(checked.out()).isEqualTo(refused.err());
        assertThat(run("dag show cyclic").exitCode()).isEqualTo(5);
    }

    @Test
    void deletesOnlyWhenItIsSure() {
        run("dag load " + write("doomed.graphml", PAIR)).successful();

        var unsure = run("dag delete doomed");
        var sure = run("dag delete doomed --yes --json");

        assertThat(unsure.exitCode()).isEqualTo(2);
        assertThat(unsure.err()).contains("--yes");
        assertThat(ONE_DOCUMENT
                        .readTree(sure.successful().out())
                        .path("deleted")
                        .asString())
                .isEqualTo("doomed");
        assertThat(run("dag export doomed").exitCode()).isEqualTo(5);
        assertThat(run("audit --entity dag").successful().out()).contains("DAG doomed with 1 version");
    }

    @Test
    void exitsWith6WhenADataTypeIsThereAndDiffers() {
        run("datatype add " + installation.write("one.json", "{\"name\": \"ONE\", \"ext\": \".1\"}"))
                .successful();

        var refused = run("datatype add " + installation.write("other.json", "{\"name\": \"ONE\", \"ext\": \".2\"}"));
        var misspelt = run("datatype add " + installation.write("bad.json", "[\n{\"name\": \"X\",\n \"exte\": 1}]"));

        assertThat(refused.exitCode()).isEqualTo(6);
        assertThat(refused.err()).contains("ext \".1\" and not \".2\"");
        assertThat(misspelt.exitCode()).isEqualTo(7);
        assertThat(misspelt.err()).contains("bad.json:3:").contains("exte: unknown field");
    }

    private static Path write(String name, DagText text) {
        return installation.write(name, text.toString());
    }

    private static Ended run(String command) {
        return installation.run("bin/freshet " + command);
    }

    private static <T> T read(Ended ended, Class<T> type) {
        return Api.JSON.readValue(ended.successful().out(), type);
    }
}
