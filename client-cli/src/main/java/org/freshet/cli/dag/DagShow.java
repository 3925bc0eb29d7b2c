package org.freshet.cli.dag;

import java.time.Duration;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Sheet;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagVersionView;
import picocli.CommandLine.Command;

@Command(
        name = "show",
        description = "Show a DAG: its vertices and edges, what its author may not have meant, and its versions.",
        footer = {
            "  freshet dag show nightly",
            "  freshet dag show nightly --version 2 --json | jq -r '.vertices[] | .id + \": \" + .payload'"
        })
final class DagShow extends OneDag {

    DagShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get(place(""));
        if (json()) {
            terminal().json(answer.bytes());
            return ExitCode.OK;
        }
        var detail = answer.as(DagDetail.class);
        var dag = detail.dag();
        terminal().say(Tone.HEADING, "DAG " + dag.name() + ", version " + dag.version());
        terminal().say("");
        new Sheet(session.time().now())
                .line("description", dag.description())
                .line("owner", dag.owner())
                .line("size", DagWords.size(dag.vertices(), dag.edges()))
                .line("when a job fails", detail.failurePolicy())
                .line("loaded", dag.loadedAt())
                .line("loaded by", dag.loadedBy())
                .print(terminal());
        print(detail);
        detail.notices().forEach(terminal()::note);
        return ExitCode.OK;
    }

    private void print(DagDetail detail) {
        terminal().say("");
        vertices(detail).print(terminal());
        if (!detail.edges().isEmpty()) {
            terminal().say("");
            edges(detail).print(terminal());
        }
        if (detail.versions().size() > 1) {
            terminal().say("");
            versions(detail).print(terminal());
        }
    }

    private static Table vertices(DagDetail detail) {
        var table = Table.of("VERTEX", "TYPE", ">PRIORITY", ">TIME LIMIT", ">RETRIES", "FOR EACH", "PAYLOAD");
        for (var vertex : detail.vertices()) {
            var limit = vertex.timelimit();
            table.row(
                    vertex.id(),
                    vertex.jobtype(),
                    vertex.priority() == 0 ? "" : vertex.priority(),
                    limit == null ? "" : Words.duration(Duration.ofSeconds(limit)),
                    vertex.retries() == 0 ? "" : vertex.retries(),
                    DagWords.foreach(vertex.foreach()),
                    vertex.payload());
        }
        return table;
    }

    private static Table edges(DagDetail detail) {
        var table = Table.of("FROM", "TO", "DATATAG", "DATA TYPE", "DIRECTORY", "NAME", "COMMENT");
        for (var edge : detail.edges()) {
            table.row(
                    edge.source(),
                    edge.target(),
                    edge.datatag(),
                    edge.datatype(),
                    edge.dirpath(),
                    edge.name(),
                    edge.comment());
        }
        return table;
    }

    private Table versions(DagDetail detail) {
        var now = session.time().now();
        var table = Table.of(">VERSION", ">VERTICES", ">EDGES", "BY", ">LOADED", "DESCRIPTION");
        for (DagVersionView version : detail.versions()) {
            table.row(
                    version.version(),
                    Words.number(version.vertices()),
                    Words.number(version.edges()),
                    version.loadedBy(),
                    Words.age(version.loadedAt(), now) + " ago",
                    version.description());
        }
        return table;
    }
}
