package org.freshet.server.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.protocol.WorkflowId;
import org.freshet.server.dag.Dags;
import org.freshet.server.dag.DataTypes;
import org.freshet.server.dag.StoredDag;
import org.freshet.server.job.VertexJobs;
import org.freshet.server.platform.Invalid;
import org.freshet.server.workflow.InstantiationSql.NewDataset;
import org.freshet.server.workflow.InstantiationSql.NewVertex;
import org.freshet.server.workflow.InstantiationSql.Pair;
import org.freshet.workflows.Dag.Edge;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes workflows from DAGs: a job for every vertex, a dataset for every edge, all or nothing. */
@Service
class Instantiation {

    private final Dags dags;
    private final DataTypes types;
    private final VertexJobs jobs;
    private final InstantiationSql sql;
    private final WorkflowChangeSql changes;
    private final Release release;
    private final DataDirectory files;

    Instantiation(
            Dags dags,
            DataTypes types,
            VertexJobs jobs,
            InstantiationSql sql,
            WorkflowChangeSql changes,
            Release release,
            DataDirectory files) {
        this.dags = dags;
        this.types = types;
        this.jobs = jobs;
        this.sql = sql;
        this.changes = changes;
        this.release = release;
        this.files = files;
    }

    /**
     * What was made.
     *
     * @param notices what the submitter should read
     */
    record Made(WorkflowId workflow, List<String> notices) {}

    /** Starts it at once, unless it is wished to be held. */
    @Transactional
    Made make(WorkflowWish wish, String user) {
        wish.check();
        var dag = dags.version(wish.dag(), wish.version());
        var blueprint = blueprint(dag, wish);
        var workflow = sql.addWorkflow(
                wish, dag.version(), blueprint.policy(), blueprint.vertices().size(), user);
        var notices = store(workflow, blueprint, user);
        files.doubt(blueprint.datasets()).ifPresent(notices::add);
        if (wish.isHeld()) {
            notices.add("Workflow " + workflow + " is held; start it with: freshet workflow resume " + workflow);
        } else {
            changes.start(workflow, "user " + user, "started with its making");
            release.goOn(workflow);
        }
        return new Made(new WorkflowId(workflow), notices);
    }

    private Blueprint blueprint(StoredDag dag, WorkflowWish wish) {
        var edges = dag.dag().edges();
        var datatypes = new LinkedHashSet<String>();
        edges.stream().map(Edge::datatype).filter(it -> !it.isEmpty()).forEach(datatypes::add);
        var ids = sql.takeDatasetIds(edges.size());
        return new Blueprint(dag.dag(), dag.name(), wish, types.byName(datatypes), ids, files.path());
    }

    private List<String> store(long workflow, Blueprint blueprint, String user) {
        var ids = jobs.takeIds(blueprint.vertices().size()).iterator();
        var vertices = new ArrayList<VertexJobs.Vertex>();
        var byName = new HashMap<String, Long>();
        for (var vertex : blueprint.vertices()) {
            var id = ids.next();
            vertices.add(new VertexJobs.Vertex(id, vertex.id(), blueprint.looseOutputs(vertex)));
            byName.put(vertex.id(), id);
        }
        var notices = new ArrayList<>(addJobs(workflow, blueprint, vertices, user));
        addVertices(workflow, blueprint, byName);
        sql.addDatasets(
                workflow,
                blueprint.datasets().stream()
                        .map(it -> new NewDataset(id(byName, it.source()), id(byName, it.target()), it))
                        .toList());
        release.fanOut(blueprint.fans(), byName);
        return notices;
    }

    private List<String> addJobs(long workflow, Blueprint blueprint, List<VertexJobs.Vertex> vertices, String user) {
        try {
            return jobs.add(vertices, blueprint.descriptions(), workflow, user);
        } catch (Invalid e) {
            throw Faults.refusal(
                    e.errors().stream().map(it -> ofVertex(it, vertices)).toList());
        }
    }

    /** Whoever wrote the DAG knows no positions in a list, and no lines of it. */
    private static FieldError ofVertex(FieldError error, List<VertexJobs.Vertex> vertices) {
        var at = error.index();
        var what = Objects.requireNonNullElse(error.field(), "its description");
        return at == null
                ? new FieldError(null, what, error.reason(), null, null)
                : new FieldError(null, "vertex '" + vertices.get(at).name() + "', " + what, error.reason(), null, null);
    }

    private void addVertices(long workflow, Blueprint blueprint, Map<String, Long> byName) {
        var parents = blueprint.parents();
        var rows = new ArrayList<NewVertex>();
        var pairs = new ArrayList<Pair>();
        for (var vertex : blueprint.vertices()) {
            var child = id(byName, vertex.id());
            var of = parents.getOrDefault(vertex.id(), Set.of());
            rows.add(new NewVertex(child, of.size(), blueprint.isFinishedByItself(vertex), vertex.usefulFor()));
            of.forEach(it -> pairs.add(new Pair(id(byName, it), child)));
        }
        sql.addVertices(workflow, rows);
        sql.addParents(pairs);
    }

    private static long id(Map<String, Long> byName, String vertex) {
        return Objects.requireNonNull(byName.get(vertex), vertex);
    }
}
