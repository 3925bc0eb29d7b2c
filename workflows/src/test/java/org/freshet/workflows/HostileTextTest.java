package org.freshet.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.workflows.GraphMlRefusalTest.problemsOf;
import static org.freshet.workflows.GraphMlRefusalTest.refusalOf;
import static org.freshet.workflows.GraphMlText.aGraph;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts that are no DAG at all, or want to do harm. */
class HostileTextTest {
    @Test
    void refusesATextThatIsNotOneGraph() {
        assertThat(refusalOf("<svg/>").problems())
                .containsExactly(
                        new Problem(1, 1, "document", "This is not GraphML: the outermost element is not 'graphml'."));
        assertThat(refusalOf("<graphml>\n</graphml>").problems())
                .containsExactly(new Problem(1, 1, "graphml", "There is no graph in it."));
        assertThat(problemsOf(aGraph())).containsExactly(new Problem(12, 1, "graph", "The graph has no node."));
        assertThat(problemsOf(aGraph().node("a").line("</graph>\n<graph edgedefault='directed'>")))
                .extracting(Problem::line, Problem::reason)
                .containsExactly(tuple(15, "There is more than one graph; a DAG has a text of its own."));
    }

    @Test
    void saysWhereATextIsNotWellFormedAndWhatWasFoundBefore() {
        var problems = problemsOf(aGraph().node("a").node("a").line("<node id='b'></edge>"));

        assertThat(problems).extracting(Problem::line).containsExactly(14, 15);
        assertThat(problems.getLast().reason())
                .startsWith("This is not well-formed XML: ")
                .contains("\"node\"", "</node>");
        assertThat(refusalOf("<graphml><y:node/></graphml>").problems())
                .singleElement()
                .extracting(Problem::reason)
                .isEqualTo("This is not well-formed XML: ElementPrefixUnbound: y, y:node");
        assertThat(refusalOf("").problems())
                .singleElement()
                .extracting(Problem::line)
                .isEqualTo(1);
        assertThat(refusalOf(aGraph().node("a").text() + "more").problems())
                .singleElement()
                .extracting(Problem::line)
                .isEqualTo(16);
    }

    @Test
    void refusesBytesThatAreNotInTheirEncoding() {
        var bytes = aGraph().node("säule").text().getBytes(StandardCharsets.ISO_8859_1);

        var refusal = assertThrows(InvalidDag.class, () -> GraphMlReader.read("test", bytes));

        assertThat(refusal.problems())
                .singleElement()
                .extracting(Problem::reason)
                .asString()
                .contains("UTF-8");
    }

    @Test
    void refusesExternalEntitiesWithoutReadingThem(@TempDir Path directory) throws IOException {
        var secret = Files.writeString(directory.resolve("secret.txt"), "kept-from-everybody");
        var text = aGraph().line("<node id='a'><data key='n-payload'>&file;</data></node>")
                .text();

        var refusal = refusalOf("<!DOCTYPE graphml [<!ENTITY file SYSTEM \"%s\">]>\n".formatted(secret.toUri()) + text);

        assertThat(refusal.problems())
                .containsExactly(new Problem(1, 1, "document", "A document type declaration (DTD) is not allowed."));
        assertThat(refusalOf(text).problems())
                .singleElement()
                .extracting(Problem::reason)
                .asString()
                .contains("\"file\"", "not declared");
    }

    @Test
    @Timeout(10)
    void refusesEntitiesThatGrowWithoutEndCheaply() {
        var laughs = new StringBuilder("<!DOCTYPE graphml [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        var text = aGraph().line("<node id='a'><data key='n-payload'>&l11;</data></node>")
                .text();

        assertThat(refusalOf(laughs + "]>\n" + text).problems())
                .containsExactly(new Problem(1, 1, "document", "A document type declaration (DTD) is not allowed."));
    }

    @Test
    @Timeout(10)
    void refusesDeepNestingCheaply() {
        int depth = 200_000;
        var text = aGraph().line("<node id='a'>" + "<x>".repeat(depth) + "</x>".repeat(depth) + "</node>")
                .text();

        assertThat(refusalOf(text).problems())
                .anyMatch(it -> it.reason().equals("More than 64 elements stand inside each other."));
    }

    @Test
    void callsNobodyForADtd() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(200);
            var dtd = "http://127.0.0.1:%d/graphml.dtd".formatted(listener.getLocalPort());

            refusalOf("<!DOCTYPE graphml SYSTEM \"%s\">\n".formatted(dtd)
                    + aGraph().node("a").text());
            refusalOf("<!DOCTYPE graphml [<!ENTITY %% p SYSTEM \"%s\"> %%p;]>\n".formatted(dtd)
                    + aGraph().node("a").text());

            assertThrows(SocketTimeoutException.class, listener::accept);
        }
    }

    @Test
    void listsAtMostAThousandProblems() {
        var text = aGraph();
        for (int i = 0; i < 3_000; i++) {
            text.node("same");
        }

        var problems = problemsOf(text);

        assertThat(problems).hasSize(1_000);
        assertThat(problems.getLast().reason()).isEqualTo("There are more problems from here on; they are not listed.");
    }

    @Test
    void staysShortWhenIdsAreLong() {
        var id = "v".repeat(100_000);

        var problems =
                problemsOf(aGraph().node(id, "timelimit", "soon").node(id).edge(id, "w" + id));

        assertThat(problems)
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.toString()).hasSizeLessThan(1_100));
    }
}
