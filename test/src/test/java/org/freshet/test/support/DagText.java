package org.freshet.test.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** GraphML of a workflow template, as people write it; every vertex and every edge stands in a line of its own. */
public final class DagText {

    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="d101" for="node" attr.name="payload" attr.type="string"/>
              <key id="d102" for="node" attr.name="env" attr.type="string"/>
              <key id="d103" for="node" attr.name="jobtype" attr.type="string"/>
              <key id="d1" for="edge" attr.name="name" attr.type="string"/>
              <key id="d3" for="edge" attr.name="datatype" attr.type="string"/>
              <key id="d4" for="edge" attr.name="datatag" attr.type="string"/>
              <graph edgedefault="directed">
            """;

    private static final String TAIL = """
              </graph>
            </graphml>
            """;

    /** The line of the first thing that is added. */
    public static final int FIRST_LINE = HEAD.split("\n").length + 1;

    private final List<String> lines;

    private DagText(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    public static DagText aDag() {
        return new DagText(List.of());
    }

    /** A vertex that runs something. */
    public DagText vertex(String id) {
        return line(
                "<node id=\"" + id + "\"><data key=\"d101\">/bin/true</data><data key=\"d103\">filter</data></node>");
    }

    public DagText noop(String id) {
        return line("<node id=\"" + id + "\"><data key=\"d103\">noop</data></node>");
    }

    public DagText edge(String source, String target) {
        var tag = (source + "_" + target).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return edge(source, target, tag);
    }

    public DagText edge(String source, String target, String datatag) {
        return line("<edge source=\"" + source + "\" target=\"" + target + "\"><data key=\"d1\">f.txt</data>"
                + "<data key=\"d3\">TXT</data><data key=\"d4\">" + datatag + "</data></edge>");
    }

    /** Whatever stands in a line. */
    public DagText line(String line) {
        var more = new ArrayList<>(lines);
        more.add("    " + line);
        return new DagText(more);
    }

    @Override
    public String toString() {
        return HEAD + String.join("\n", lines) + "\n" + TAIL;
    }
}
