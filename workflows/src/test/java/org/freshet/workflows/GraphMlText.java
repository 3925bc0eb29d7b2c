package org.freshet.workflows;

import java.util.StringJoiner;

/** Writes GraphML for tests: the keys on lines 2 to 11, the graph on line 12, then one node or edge per line. */
final class GraphMlText {

    static final int FIRST_LINE = 13;

    private final StringJoiner lines = new StringJoiner("\n");

    private GraphMlText(String graph) {
        lines.add("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">");
        for (var name : new String[] {"payload", "env", "jobtype", "timelimit", "priority"}) {
            lines.add("<key id=\"n-%s\" for=\"node\" attr.name=\"%s\" attr.type=\"string\"/>".formatted(name, name));
        }
        for (var name : new String[] {"name", "dirpath", "datatype", "datatag", "comment"}) {
            lines.add("<key id=\"e-%s\" for=\"edge\" attr.name=\"%s\" attr.type=\"string\"/>".formatted(name, name));
        }
        lines.add(graph);
    }

    static GraphMlText aGraph() {
        return new GraphMlText("<graph edgedefault=\"directed\">");
    }

    static GraphMlText aGraph(String startTag) {
        return new GraphMlText(startTag);
    }

    /** One node; name and value of its data alternate. */
    GraphMlText node(String id, String... data) {
        return line("<node id=\"%s\">%s</node>".formatted(id, data("n-", data)));
    }

    /** One edge; name and value of its data alternate. */
    GraphMlText edge(String source, String target, String... data) {
        return line("<edge source=\"%s\" target=\"%s\">%s</edge>".formatted(source, target, data("e-", data)));
    }

    GraphMlText line(String xml) {
        lines.add(xml);
        return this;
    }

    Dag read() {
        return GraphMlReader.read("test", text());
    }

    String text() {
        return lines + "\n</graph>\n</graphml>\n";
    }

    private static String data(String prefix, String... data) {
        var text = new StringBuilder();
        for (int i = 0; i < data.length; i += 2) {
            text.append("<data key=\"%s\">%s</data>".formatted(prefix + data[i], escaped(data[i + 1])));
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
