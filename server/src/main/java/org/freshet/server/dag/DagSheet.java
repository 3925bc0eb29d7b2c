package org.freshet.server.dag;

import java.time.Duration;
import java.util.List;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagVersionView;
import org.freshet.protocol.DagView;
import org.freshet.workflows.Dag;
import org.freshet.workflows.Foreach;
import org.jspecify.annotations.Nullable;

/** Shows a DAG in the words of the API. */
final class DagSheet {

    private DagSheet() {}

    static DagDetail of(Dag dag, DagView view, List<String> notices, List<DagVersionView> versions) {
        return new DagDetail(
                view,
                dag.failurePolicy().word(),
                dag.vertices().stream().map(DagSheet::vertex).toList(),
                dag.edges().stream().map(DagSheet::edge).toList(),
                notices,
                versions);
    }

    private static DagDetail.Vertex vertex(Dag.Vertex vertex) {
        return new DagDetail.Vertex(
                vertex.id(),
                vertex.jobtype(),
                vertex.payload(),
                vertex.env(),
                seconds(vertex.timelimit()),
                vertex.priority(),
                vertex.retries(),
                List.copyOf(vertex.noRetryExitCodes()),
                seconds(vertex.usefulFor()),
                foreach(vertex.foreach()));
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    private static DagDetail.@Nullable Foreach foreach(@Nullable Foreach foreach) {
        return switch (foreach) {
            case null -> null;
            case Foreach.Items(var values) -> new DagDetail.Foreach(values, null, null);
            case Foreach.Glob(var pattern) -> new DagDetail.Foreach(null, pattern, null);
            case Foreach.Output(var datatag) -> new DagDetail.Foreach(null, null, datatag);
        };
    }

    private static DagDetail.Edge edge(Dag.Edge edge) {
        return new DagDetail.Edge(
                edge.source(),
                edge.target(),
                edge.name(),
                edge.dirpath(),
                edge.datatype(),
                edge.datatag(),
                edge.comment());
    }
}
