package org.freshet.cli.dag;

import java.util.List;
import java.util.Set;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Tone;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagDetail.Edge;
import org.freshet.protocol.DagDetail.Vertex;
import picocli.CommandLine.Command;

@Command(
        name = "draw",
        description = {
            "Draw a DAG with letters: in each layer the vertices whose parents all stand above, with the files that they"
                    + " write and who reads them.",
            "[runs a payload], (runs nothing), [runs one for each of several things]*."
        },
        footer = {"  freshet dag draw nightly", "  freshet dag draw nightly --json | jq '.layers | length'"})
final class DagDraw extends OneDag {

    DagDraw(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var dag = server().get(place("")).as(DagDetail.class);
        var layers = Layers.of(dag);
        if (json()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(document(dag, layers)));
        } else {
            print(dag, layers);
        }
        return ExitCode.OK;
    }

    private static Object document(DagDetail dag, Layers layers) {
        var document = Json.MAPPER
                .createObjectNode()
                .put("name", dag.dag().name())
                .put("version", dag.dag().version());
        var rows = document.putArray("layers");
        layers.rows().forEach(row -> {
            var ids = rows.addArray();
            row.forEach(vertex -> ids.add(vertex.id()));
        });
        return document;
    }

    private void print(DagDetail dag, Layers layers) {
        var facts = dag.dag();
        terminal()
                .say(
                        Tone.HEADING,
                        "DAG " + facts.name() + ", version " + facts.version() + ": "
                                + DagWords.size(facts.vertices(), facts.edges()));
        for (int i = 0; i < layers.rows().size(); i++) {
            terminal().say("");
            terminal().say(Tone.QUIET, "layer " + (i + 1));
            layers.rows().get(i).forEach(vertex -> print(vertex, layers));
        }
    }

    private void print(Vertex vertex, Layers layers) {
        var parents = layers.parents().getOrDefault(vertex.id(), Set.of());
        String waits = parents.size() > 1 ? "  waits for " + String.join(", ", parents) : "";
        terminal().say("  " + DagWords.box(vertex) + waits);
        layers.outgoing()
                .getOrDefault(vertex.id(), List.of())
                .forEach(edge -> terminal().say("      " + arrow(edge) + " " + edge.target()));
    }

    private static String arrow(Edge edge) {
        return edge.datatag().isEmpty() ? "-->" : "--" + edge.datatag() + "-->";
    }
}
