package org.freshet.server.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.Spelling;
import org.freshet.server.workflow.Wiring.Dataset;
import org.freshet.workflows.Dag.Edge;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the files of a workflow's edges are named: by the ids of the datasets, unless somebody wishes otherwise. */
final class FileNames {

    private static final String STICKY = "sticky";
    private static final String INHERIT = "inherit:";
    private static final int LONGEST = 255;
    private static final List<String> ATTRIBUTES = List.of("name", "dirpath", "comment");

    private final String dag;
    private final Faults faults;
    private final String policy;
    private final Map<String, JsonNode> byEdge = new HashMap<>();
    private final Map<SharedFile, Long> shared = new HashMap<>();

    /** A file that several vertices read: so edges that agree in all of this are one, see {@code docs/dag.md}. */
    private record SharedFile(String source, String datatag, String name, String dirpath, String datatype) {}

    /** @param wish a policy's name, an object with a part for each edge, or null */
    FileNames(String dag, List<Edge> edges, @Nullable JsonNode wish, Faults faults) {
        this.dag = dag;
        this.faults = faults;
        if (wish != null && wish.isObject()) {
            this.policy = "";
            readEdges(wish, edges);
        } else if (wish == null || wish.isNull()) {
            this.policy = "";
        } else {
            this.policy = wish.isString() ? wish.stringValue() : wish.toString();
            checkPolicy();
        }
    }

    private void checkPolicy() {
        var inherited = policy.startsWith(INHERIT) ? policy.substring(INHERIT.length()) : null;
        if (inherited != null) {
            var problem = problemOf(inherited);
            if (problem != null) {
                faults.add("files", "\"" + policy + "\" is not allowed: the name behind " + INHERIT + " " + problem);
            }
        } else if (!policy.isEmpty() && !policy.equals(STICKY)) {
            faults.add(
                    "files",
                    "\"" + policy + "\" is not allowed; \"sticky\", \"inherit:NAME\" or an object"
                            + " {\"source:target\": {\"name\": …}} is");
        }
    }

    private void readEdges(JsonNode wish, List<Edge> edges) {
        var known = new HashMap<String, Integer>();
        var tagged = new HashSet<String>();
        for (var edge : edges) {
            known.merge(ends(edge), 1, Integer::sum);
            tagged.add(ends(edge) + ":" + edge.datatag());
        }
        for (var part : wish.properties()) {
            var key = part.getKey();
            var field = "files." + key;
            var parallel = known.getOrDefault(key, 0);
            if (parallel > 1) {
                faults.add(
                        field, "there are " + parallel + " edges between these; name one as \"" + key + ":DATATAG\"");
            } else if (parallel == 0 && !tagged.contains(key)) {
                faults.add(field, "the DAG has no such edge" + hint(key, known.keySet()));
            } else {
                readEdge(field, key, part.getValue());
            }
        }
    }

    private void readEdge(String field, String key, JsonNode wish) {
        if (!wish.isObject()) {
            faults.add(field, "an object with name, dirpath or comment is expected");
            return;
        }
        for (var attribute : wish.properties()) {
            if (!ATTRIBUTES.contains(attribute.getKey())) {
                faults.add(
                        field,
                        "unknown attribute \"" + attribute.getKey() + "\"; known are " + String.join(", ", ATTRIBUTES));
            } else if (!attribute.getValue().isString()) {
                faults.add(field + "." + attribute.getKey(), "a text is expected");
            }
        }
        byEdge.put(key, wish);
    }

    private static String hint(String key, Set<String> known) {
        return Spelling.nearest(key, known)
                .map(it -> "; did you mean \"" + it + "\"?")
                .orElse("; an edge is named \"source:target\"");
    }

    /**
     * What an edge carries.
     *
     * @param ext of its data type
     * @param fansOut whether its source has a foreach: the file is a directory then, whose name has no ending
     */
    Dataset dataset(long id, Edge edge, String ext, boolean fansOut, String dataDirectory) {
        var wish = byEdge.getOrDefault(ends(edge) + ":" + edge.datatag(), byEdge.get(ends(edge)));
        var dirpath = text(wish, "dirpath", edge.dirpath());
        var given = text(wish, "name", "");
        var name = given.isEmpty() ? byPolicy(fileId(id, edge, dirpath), edge, ext) : given;
        var ending = fansOut ? ending(name, ext) : "";
        var problem = problemOf(name);
        if (problem != null) {
            faults.add("edge '" + ends(edge) + "'", "the file's name \"" + name + "\" " + problem);
        }
        var comment = text(wish, "comment", edge.comment());
        if ((dirpath + comment).indexOf('\0') >= 0) {
            faults.add("edge '" + ends(edge) + "'", "the character U+0000 is not allowed in dirpath and comment");
        }
        var entry = fansOut && name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
        return new Dataset(
                id,
                edge.source(),
                edge.target(),
                entry,
                comment,
                edge.datatype(),
                edge.datatag(),
                dirpath,
                path(dataDirectory, dirpath, entry),
                ending);
    }

    /** Of its dataset, or of the first one that is the same file. */
    private long fileId(long id, Edge edge, String dirpath) {
        if (edge.name().isEmpty() || edge.datatag().isEmpty()) {
            return id;
        }
        var file = new SharedFile(edge.source(), edge.datatag(), edge.name(), dirpath, edge.datatype());
        return shared.computeIfAbsent(file, it -> id);
    }

    private String byPolicy(long id, Edge edge, String ext) {
        if (policy.equals(STICKY)) {
            return edge.name();
        }
        return policy.startsWith(INHERIT)
                ? policy.substring(INHERIT.length()) + ":" + dag + ":" + edge.source() + ":" + edge.datatag() + ext
                : id + ext;
    }

    /** That of the data type, else that of the name. */
    private static String ending(String name, String ext) {
        var dot = name.lastIndexOf('.');
        return !ext.isEmpty() && !ext.equals(name) ? ext : dot > 0 ? name.substring(dot) : "";
    }

    private static String path(String dataDirectory, String dirpath, String name) {
        var parts = new ArrayList<String>();
        if (!dirpath.startsWith("/")) {
            parts.add(dataDirectory);
        }
        if (!dirpath.isEmpty()) {
            parts.add(dirpath);
        }
        parts.add(name);
        return String.join("/", parts).replaceAll("/+", "/");
    }

    private static @Nullable String problemOf(String name) {
        if (name.isBlank()) {
            return "is empty; give the edge a name, or its file in \"files\"";
        }
        if (name.length() > LONGEST) {
            return "is longer than " + LONGEST + " characters";
        }
        var isDirectory = name.equals(".") || name.equals("..");
        return isDirectory || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0
                ? "is not the name of a file; put the directory into dirpath"
                : null;
    }

    private static String text(@Nullable JsonNode wish, String attribute, String otherwise) {
        var value = wish == null ? null : wish.get(attribute);
        return value == null || !value.isString() ? otherwise : value.stringValue();
    }

    static String ends(Edge edge) {
        return edge.source() + ":" + edge.target();
    }
}
