package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.freshet.workflows.GraphMlText.aGraph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.freshet.workflows.Dag.Vertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphMlWriterTest {

    @Test
    void writesOnlyWhatIsThere() throws IOException {
        var dag = aGraph().node("in", "jobtype", "noop", "payload", "")
                .node("a", "retries", "2", "noRetryExitCodes", "4,3", "usefulFor", "90", "foreach", "[1]")
                .edge("in", "a", "datatag", "IN", "name", "x.txt")
                .line("<data key='g-failurePolicy'>stop</data>")
                .read();

        assertThat(written(dag)).endsWith("""
                  <key id="comment" for="edge" attr.name="comment" attr.type="string"/>
                  <graph edgedefault="directed">
                    <data key="failurePolicy">stop</data>
                    <node id="in">
                      <data key="jobtype">noop</data>
                    </node>
                    <node id="a">
                      <data key="payload">run</data>
                      <data key="jobtype">t</data>
                      <data key="retries">2</data>
                      <data key="noRetryExitCodes">3,4</data>
                      <data key="usefulFor">PT1M30S</data>
                      <data key="foreach">["1"]</data>
                    </node>
                    <edge source="in" target="a">
                      <data key="name">x.txt</data>
                      <data key="datatag">IN</data>
                    </edge>
                  </graph>
                </graphml>
                """.indent(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ]]> b",
                "\"double\" and 'single'",
                "one\ntwo\r\nthree\rfour\tfive",
                "& &amp; &#38; <data key=\"payload\"> <!-- -->",
                "säule 探测 \uD83D\uDE00 \u0085 \u2028 \u007F x"
            })
    void givesHostileTextsBack(String text) throws IOException {
        var id = text.replaceAll("[\\p{Cntrl}/]", "_");
        var xml = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("]]>", "]]&gt;")
                .replace("\r", "&#13;");
        var inId = id.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        var dag = aGraph().line("<node id=\"%s\"><data key=\"n-payload\">%s</data></node>".formatted(inId, xml))
                .line("<desc>%s</desc>".formatted(xml))
                .line("<node id='b'/><edge source=\"%s\" target='b'><data key='e-comment'>%s</data></edge>"
                        .formatted(inId, xml))
                .read();

        assertThat(dag.vertices().getFirst().payload()).isEqualTo(text);
        assertThat(dag.vertices().getFirst().id()).isEqualTo(id);
        assertThat(dag.edges().getFirst().comment()).isEqualTo(text);
        assertThatItComesBack(dag);
    }

    @Test
    void givesVariablesBackThatXmlCannotCarry() throws IOException {
        var env = "{\"A\": \"\\u0001 \\u001b[0m \\uFFFE\", \"B\": \"\\uD800\", \"C\": \"\\uD83D\\uDE00\"}";
        var dag = aGraph().node("a", "env", env, "foreach", "[\"\\u0007\"]").read();

        assertThat(dag.vertices().getFirst().env())
                .isEqualTo(Map.of("A", "\u0001 \u001b[0m \uFFFE", "B", "\uD800", "C", "\uD83D\uDE00"));
        assertThat(written(dag)).contains("\\uFFFE", "\\uD800", "\uD83D\uDE00");
        assertThatItComesBack(dag);
    }

    @ParameterizedTest
    @MethodSource("org.freshet.workflows.ShippedTemplates#names")
    void givesTheShippedTemplatesBack(String name) throws IOException {
        assertThatItComesBack(ShippedTemplates.dag(name));
    }

    @Test
    void writesTheLargestDag() throws IOException {
        var text = aGraph();
        for (int i = 0; i < GraphMlReader.MAX_VERTICES; i++) {
            text.node("v" + i);
        }

        assertThatItComesBack(text.read());
    }

    @Test
    void leavesTheStreamOpenAndTellsItsFailure() throws IOException {
        var dag = aGraph().node("a").read();
        var open = new ByteArrayOutputStream() {
            private boolean closed;

            @Override
            public void close() {
                closed = true;
            }
        };
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        GraphMlWriter.write(dag, open);

        assertThat(open.closed).isFalse();
        assertThatThrownBy(() -> GraphMlWriter.write(dag, full))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    static void assertThatItComesBack(Dag dag) throws IOException {
        var out = new ByteArrayOutputStream();
        GraphMlWriter.write(dag, out);

        var back = GraphMlReader.read(dag.name(), out.toByteArray());

        assertThat(back.vertices()).isEqualTo(dag.vertices());
        assertThat(back.vertices())
                .extracting(Vertex::env)
                .map(Map::keySet)
                .isEqualTo(dag.vertices().stream().map(it -> it.env().keySet()).toList());
        assertThat(back.edges()).isEqualTo(dag.edges());
        assertThat(back.description()).isEqualTo(dag.description());
        assertThat(back.failurePolicy()).isEqualTo(dag.failurePolicy());
        assertThat(back.order()).isEqualTo(dag.order());
    }

    private static String written(Dag dag) throws IOException {
        var out = new ByteArrayOutputStream();
        GraphMlWriter.write(dag, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
