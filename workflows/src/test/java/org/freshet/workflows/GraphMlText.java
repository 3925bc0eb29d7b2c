package org.freshet.workflows;

import java.util.StringJoiner;

/**
 * Writes GraphML for tests: the keys on lines 2 to 11, the graph on line 12, then one node or edge per line. A node that
 * says nothing else has the jobtype {@code t} and the payload {@code run}.
 */
final class GraphMlText {

    static final int FIRST_LINE = 13;

    private final StringJoiner lines = new StringJoiner("\n");

    private GraphMlText(String graph) {
        lines.add("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">");
        lines.add(key("node", "payload", "<default>run</default>") + key("graph", "description", ""));
        lines.add(key("node", "env", "") + key("graph", "failurePolicy", ""));
        lines.add(key("node", "jobtype", "<default>t</default>") + key("node", "retries", ""));
        lines.add(key("node", "timelimit", "") + key("node", "noRetryExitCodes", ""));
        lines.add(key("node", "priority", "") + key("node", "usefulFor", "") + key("node", "foreach", ""));
        for (var name : Keys.OF_EDGES) {
            lines.add(key("edge", name, ""));
        }
        lines.add(graph);
    }

    private static String key(String element, String name, String content) {
        return "<key id=\"%s-%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"string\">%s</key>"
                .formatted(element.charAt(0), name, element, name, content);
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
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }
}
