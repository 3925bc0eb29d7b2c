package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vertices that run once for each item, with real pilots and payloads. */
@Timeout(240)
class ForeachE2E {

    private static final String FANOUT = "workflows/src/main/resources/org/freshet/workflows/templates/fanout.graphml";

    private static final String DAG = """
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="p" for="node" attr.name="payload"/>
              <key id="e" for="node" attr.name="env"><default>{"P3S_EXECMODE": "1"}</default></key>
              <key id="j" for="node" attr.name="jobtype"><default>each</default></key>
              <key id="f" for="node" attr.name="foreach"/>
              <key id="n" for="edge" attr.name="name"/>
              <key id="d" for="edge" attr.name="dirpath"/>
              <key id="t" for="edge" attr.name="datatag"/>
              <graph edgedefault="directed">
                <node id="make"><data key="p">printf '%%s' '%s' &gt; "$LIST"</data></node>
                <node id="each"><data key="f">%s</data>
                  <data key="p">echo "$FRESHET_ITEM_INDEX of $FRESHET_ITEM_COUNT: $FRESHET_ITEM" &gt; "$HIT"</data></node>
                <node id="merge"><data key="p">ls "$HIT" &amp;&amp; cat "$HIT"/*.txt &gt; "$ALL"; echo end &gt;&gt; "$ALL"</data></node>
                <node id="out"><data key="j">noop</data></node>
                <edge source="make" target="each"><data key="n">list.json</data><data key="d">%s</data><data key="t">LIST</data></edge>
                <edge source="each" target="merge"><data key="n">hit.txt</data><data key="d">%s</data><data key="t">HIT</data></edge>
                <edge source="merge" target="out"><data key="n">all.txt</data><data key="d">%s</data><data key="t">ALL</data></edge>
              </graph>
            </graphml>
            """;

    private static Installation installation;
    private static int count;
    private Path data;

    @BeforeAll
    static void start() {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "2"));
        RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @BeforeEach
    void makeData() throws Exception {
        data = Files.createDirectories(installation.directory().resolve("data " + ++count));
    }

    private static Ended run(String command) {
        return installation.run("bin/freshet " + command);
    }

    /** Runs the DAG with this foreach to its end. */
    private Ended flow(String foreach, String list) {
        var file = installation.write("each" + count + ".graphml", DAG.formatted(list, foreach, data, data, data));
        run("dag load " + file).successful();
        return run("workflow start each" + count + " --files sticky --wait");
    }

    @Test
    void splitsProcessesAndMerges() {
        run("datatype add "
                        + installation.write(
                                "types.json",
                                "[{\"name\": \"TXT\", \"ext\": \".txt\"}, {\"name\": \"JSON\", \"ext\": \".json\"}]"))
                .successful();
        run("dag load " + FANOUT).successful();

        var ended = run("workflow start fanout --files inherit:run7 --wait");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(installation.home().resolve("data/run7:fanout:merge:COUNTS_TXT.txt"))
                .hasContent("multiples of 2: 500\nmultiples of 3: 333\nmultiples of 7: 142\nmultiples of 11: 90");
        assertThat(run("workflow list").successful().out()).contains("fanout");
    }

    @Test
    void runsForEveryFileThatMatches() throws Exception {
        for (var name : new String[] {"b.adc", "a 'x'.adc", "c.txt", ".d.adc"}) {
            Files.createFile(data.resolve(name));
        }

        var ended = flow("glob:" + data + "/*.adc", "[]");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(data.resolve("all.txt"))
                .hasContent("0 of 2: " + data + "/a 'x'.adc\n1 of 2: " + data + "/b.adc\nend");
        assertThat(data.resolve("hit")).isDirectoryContaining("glob:**/00000.txt");
    }

    @Test
    void runsForEveryItemOfTheText() {
        var ended = flow("[\"U\", \"V\", \"Z\"]", "[]");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(data.resolve("all.txt")).hasContent("0 of 3: U\n1 of 3: V\n2 of 3: Z\nend");
    }

    @Test
    void goesOnWithAnEmptyDirectoryWhenThereAreNoItems() {
        var ended = flow("output:LIST", "[]");

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(data.resolve("hit")).isEmptyDirectory();
        assertThat(data.resolve("all.txt")).hasContent("end");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            output:LIST        | [{"a": 1}]  | item 0 is an object
            output:LIST        | U V Z       | it is not JSON at line 1
            glob:/no/such/*.x  | []          | The directory /no/ does not exist
            """)
    void saysWhatIsWrongWithTheList(String foreach, String list, String complaint) {
        var ended = flow(foreach, list);

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
        var jobs = run("job list --state failed").successful().out();
        assertThat(jobs).contains("each");
        var id = jobs.lines()
                .filter(it -> it.contains("each"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split("\\s+")[0];
        assertThat(run("job show " + id).successful().out())
                .contains("output missing")
                .contains(complaint);
    }
}
