package org.freshet.server.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.DataTypeView;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.Spelling;
import org.freshet.server.workflow.Wiring.Dataset;
import org.freshet.workflows.Dag;
import org.freshet.workflows.Dag.Edge;
import org.freshet.workflows.Dag.Vertex;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A DAG made concrete, as far as that is possible without a database. */
final class Blueprint {

    /** Where a job has nothing to run, its payload is never read, but must be something. */
    private static final String NOTHING = "noop";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Dag dag;
    private final WorkflowWish wish;
    private final Faults faults = new Faults();
    private final JobOverrides overrides;
    private final Set<String> noops = new HashSet<>();
    private final Fans fans;
    private final List<Dataset> datasets = new ArrayList<>();
    private final Wiring wiring;

    /**
     * Throws {@link org.freshet.server.platform.Invalid} with every problem.
     *
     * @param types the data types that there are, by name
     * @param datasetIds one for each edge
     * @param dataDirectory for files whose edge does not say where
     */
    Blueprint(
            Dag dag,
            String dagName,
            WorkflowWish wish,
            Map<String, DataTypeView> types,
            List<Long> datasetIds,
            String dataDirectory) {
        this.dag = dag;
        this.wish = wish;
        var names = new LinkedHashSet<String>();
        dag.order().forEach(it -> names.add(it.id()));
        this.overrides = new JobOverrides(names, wish.jobs(), faults);
        dag.order().stream().filter(it -> jobtype(it).equals(Vertex.NOOP)).forEach(it -> noops.add(it.id()));
        this.wiring = new Wiring(noops::contains, faults);
        this.fans = new Fans(dag.order().stream().filter(it -> !isNoop(it)).toList());
        fans.check(dag, faults);
        var files = new FileNames(dagName, dag.edges(), wish.files(), faults);
        for (int i = 0; i < dag.edges().size(); i++) {
            var edge = dag.edges().get(i);
            var type = type(edge, types);
            var ext = type == null ? "" : type.ext();
            var dataset = files.dataset(datasetIds.get(i), edge, ext, fans.has(edge.source()), dataDirectory);
            datasets.add(dataset);
            wiring.add(dataset, type == null ? OutputCheck.NOT_EMPTY : type.outputCheck());
        }
        fans.checkDirectories(datasets, faults);
        faults.throwIfAny();
    }

    FailurePolicy policy() {
        var wished = wish.policy();
        return wished == null ? FailurePolicy.valueOf(dag.failurePolicy().name()) : wished;
    }

    private @Nullable DataTypeView type(Edge edge, Map<String, DataTypeView> types) {
        var type = types.get(edge.datatype());
        if (type == null && !edge.datatype().isEmpty()) {
            faults.add(
                    "edge '" + FileNames.ends(edge) + "'",
                    "there is no data type \"" + edge.datatype() + "\""
                            + Spelling.nearest(edge.datatype(), types.keySet())
                                    .map(it -> "; did you mean \"" + it + "\"?")
                                    .orElse("; add it with: freshet datatype add FILE"));
        }
        return type;
    }

    private String jobtype(Vertex vertex) {
        var wished = overrides.get(vertex.id(), "jobtype");
        return wished != null && wished.isString() ? wished.stringValue() : vertex.jobtype();
    }

    /** Parents before children. */
    List<Vertex> vertices() {
        return dag.order();
    }

    boolean isNoop(Vertex vertex) {
        return noops.contains(vertex.id());
    }

    /** Whether its job is finished without being run: it runs nothing, or its items do. */
    boolean isFinishedByItself(Vertex vertex) {
        return isNoop(vertex) || fans.isListed(vertex.id());
    }

    /** The vertices that run once for each item. */
    List<Fans.Fan> fans() {
        return fans.concrete(datasets, wiring);
    }

    List<Dataset> datasets() {
        return datasets;
    }

    /** The parents of each vertex that has some, each once. */
    Map<String, Set<String>> parents() {
        var parents = new HashMap<String, Set<String>>();
        for (var edge : dag.edges()) {
            parents.computeIfAbsent(edge.target(), it -> new LinkedHashSet<>()).add(edge.source());
        }
        return parents;
    }

    /** A list of job descriptions, in the order of {@link #vertices}. */
    byte[] descriptions() {
        var all = JSON.createArrayNode();
        vertices().forEach(it -> describe(it, all.addObject()));
        return JSON.writeValueAsBytes(all);
    }

    private void describe(Vertex vertex, ObjectNode job) {
        job.put("name", vertex.id());
        put(job, "jobtype", vertex, vertex.jobtype());
        put(job, "payload", vertex, isNoop(vertex) && vertex.payload().isBlank() ? NOTHING : vertex.payload());
        job.set("env", env(vertex, job.objectNode()));
        if (!isNoop(vertex)) {
            var limit = vertex.timelimit();
            put(job, "timelimit", vertex, limit == null ? null : limit.toSeconds());
            outputs(vertex, job.putArray("outputs"));
            job.put("retries", vertex.retries());
            put(job, "noRetryExitCodes", vertex, vertex.noRetryExitCodes());
        }
        put(job, "priority", vertex, Objects.requireNonNullElse(wish.priority(), vertex.priority()));
        job.put("state", "template");
        var usefulFor = vertex.usefulFor() == null ? wish.usefulFor() : vertex.usefulFor();
        if (usefulFor != null && isFixed()) {
            job.put("usefulFor", usefulFor.toString());
        }
        putCommon(job);
    }

    /** What may be empty or missing, and what is checked of each; a vertex that runs nothing writes nothing. */
    Map<String, OutputCheck> looseOutputs(Vertex vertex) {
        return isNoop(vertex) ? Map.of() : wiring.looseOutputsOf(vertex.id());
    }

    private void outputs(Vertex vertex, ArrayNode outputs) {
        wiring.outputsOf(vertex.id()).forEach(outputs::add);
    }

    private ObjectNode env(Vertex vertex, ObjectNode env) {
        var all = new LinkedHashMap<String, Object>(vertex.env());
        var wished = overrides.get(vertex.id(), "env");
        if (wished != null) {
            wished.properties().forEach(it -> all.put(it.getKey(), it.getValue()));
        }
        all.putAll(wiring.variablesOf(vertex.id()));
        all.forEach((name, value) -> {
            if (value instanceof JsonNode node) {
                env.set(name, node);
            } else {
                env.put(name, value.toString());
            }
        });
        return env;
    }

    private void put(ObjectNode job, String attribute, Vertex vertex, @Nullable Object ofDag) {
        var wished = overrides.get(vertex.id(), attribute);
        if (wished != null) {
            job.set(attribute, wished);
        } else if (ofDag != null) {
            job.putPOJO(attribute, ofDag);
        }
    }

    private void putCommon(ObjectNode job) {
        if (wish.dataTime() != null) {
            job.put("dataTime", wish.dataTime().toString());
        }
        if (wish.run() != null) {
            job.put("run", wish.run());
        }
        if (wish.subrun() != null) {
            job.put("subrun", wish.subrun());
        }
    }

    /** Whether it is known already until when the results are of use: else that counts from the start to come. */
    boolean isFixed() {
        return wish.dataTime() != null || !wish.isHeld();
    }
}
