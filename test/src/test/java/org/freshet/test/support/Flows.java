package org.freshet.test.support;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowDetail;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowStarted;
import org.freshet.protocol.WorkflowState;

/** Workflows at a server, by its API; what the jobs of one do is asked of the database, all at once. */
public final class Flows {

    private final TestServer server;
    private final Api api;

    public Flows(TestServer server) {
        this.server = server;
        this.api = server.api();
    }

    /** Loads a DAG that must be accepted. */
    public void load(String name, Object graphml) {
        var answer = api.send(api.request("/api/v1/dags/" + name)
                .PUT(BodyPublishers.ofString(graphml.toString()))
                .header("Content-Type", "application/xml"));
        if (answer.status() != 201 && answer.status() != 200) {
            throw new AssertionError("DAG refused with " + answer.status() + ": " + answer.body());
        }
    }

    /** Loads a DAG and starts a workflow of it, both under this name. */
    public WorkflowId start(String name, Object graphml, String... more) {
        load(name, graphml);
        return start(name, more);
    }

    /** @param more attributes as JSON, for example {@code "state": "template"} */
    public WorkflowId start(String dag, String... more) {
        var answer = post(dag, more);
        if (answer.status() != 201) {
            throw new AssertionError("workflow refused with " + answer.status() + ": " + answer.body());
        }
        return answer.as(WorkflowStarted.class).workflow().id();
    }

    /** Wishes for a workflow that may be refused. */
    public Api.Answer post(String dag, String... more) {
        var attributes = more.length == 0 ? "" : ", " + String.join(", ", more);
        return api.post("/api/v1/workflows", "{\"dag\": \"" + dag + "\"" + attributes + "}");
    }

    /** Does something to a workflow, for example {@code pause}; must succeed. */
    public void change(WorkflowId workflow, String what) {
        var answer = api.post("/api/v1/workflows/" + workflow + "/" + what, "{}");
        if (answer.status() != 200) {
            throw new AssertionError(what + " refused with " + answer.status() + ": " + answer.body());
        }
    }

    public WorkflowDetail detail(WorkflowId workflow) {
        return api.get("/api/v1/workflows/" + workflow).as(WorkflowDetail.class);
    }

    public WorkflowState state(WorkflowId workflow) {
        return detail(workflow).workflow().state();
    }

    /** The job of a vertex. */
    public JobId job(WorkflowId workflow, String vertex) {
        return new JobId(server.db()
                .sql("select id from job where workflow_id = :workflow and vertex = :vertex")
                .param("workflow", workflow.value())
                .param("vertex", vertex)
                .query(Long.class)
                .single());
    }

    /** States by vertex. */
    public Map<String, JobState> states(WorkflowId workflow) {
        var states = new TreeMap<String, JobState>();
        server.db()
                .sql("select vertex, state from job where workflow_id = :workflow")
                .param("workflow", workflow.value())
                .query(row -> {
                    states.put(row.getString("vertex"), JobState.valueOf(row.getString("state")));
                });
        return states;
    }

    /** What contradicts the rules of workflows in the tables, a sentence each; none if all is well. */
    public java.util.List<String> contradictions() {
        return server.db().sql(CONTRADICTIONS).query(String.class).list();
    }

    /** What is left to do, a sentence each; none once nobody holds a job of theirs and the check has looked at them. */
    public java.util.List<String> unsettled() {
        return server.db().sql(UNSETTLED).query(String.class).list();
    }

    private static final String UNSETTLED = """
            with recursive below as (
              select p.child as id
              from job j
              join vertex_parent p on p.parent = j.id
              where j.state in ('FAILED', 'CANCELLED', 'EXPIRED')
              union
              select p.child from below b join vertex_parent p on p.parent = b.id
            ), vertices as (
              select j.id, j.state, v.waiting, v.released, w.state as flow, w.stopped, b.id is not null as is_below
              from job j
              join vertex v on v.job_id = j.id
              join workflow w on w.id = v.workflow_id
              left join below b on b.id = j.id
            )
            select 'job ' || id || ' is SKIPPED below no dead one' from vertices where state = 'SKIPPED' and not is_below
            union all
            select 'job ' || id || ' is ' || state || ' below a dead one' from vertices where is_below and state in ('TEMPLATE', 'DEFINED')
            union all
            select 'job ' || id || ' waits for nothing' from vertices
            where flow = 'RUNNING' and not stopped and state = 'TEMPLATE' and waiting = 0 and not released
            union all
            select 'job ' || id || ' is ' || state || ' although its workflow is stopped' from vertices
            where stopped and state in ('TEMPLATE', 'DEFINED')
            union all
            select 'job ' || id || ' is DEFINED although its workflow is ' || flow from vertices where state = 'DEFINED' and flow <> 'RUNNING'
            union all
            select 'job ' || id || ' is ' || state || ' and was not let go' from vertices
            where state in ('DEFINED', 'DISPATCHED', 'RUNNING') and not released
            union all
            select 'workflow ' || w.id || ' is ' || w.state || ' with jobs ' || string_agg(distinct j.state, ', ')
            from workflow w
            join job j on j.workflow_id = w.id
            group by w.id, w.state
            having case
              when w.state = 'FINISHED' then bool_or(j.state <> 'FINISHED')
              when w.state in ('FAILED', 'CANCELLED') then bool_and(j.state = 'FINISHED') or bool_or(j.ended_at is null)
              else bool_and(j.ended_at is not null)
            end
            """;

    private static final String CONTRADICTIONS = """
            select 'job ' || j.id || ' was let go ' || count(*) || ' times'
            from job j
            join event e on e.entity = 'job' and e.entity_id = j.id and e.from_state = 'TEMPLATE' and e.to_state in ('DEFINED', 'FINISHED')
            where j.workflow_id is not null
            group by j.id
            having count(*) > 1 + (
              select count(*)
              from event back
              where back.entity = 'job' and back.entity_id = j.id and back.to_state = 'TEMPLATE' and back.from_state is not null)
            union all
            select 'job ' || c.id || ' went on before its parent ' || p.id || ' was finished'
            from vertex_parent v
            join job c on c.id = v.child
            join job p on p.id = v.parent
            where c.state in ('DEFINED', 'DISPATCHED', 'RUNNING', 'FINISHED') and p.state <> 'FINISHED'
            union all
            select 'job ' || j.id || ' is ' || j.state || ', and its place in the queue says otherwise'
            from job j
            where j.workflow_id is not null and (j.state = 'DEFINED') <> exists (select from ready r where r.job_id = j.id)
            union all
            select 'workflow ' || w.id || ' counts ' || w.open || ' open jobs of ' || o.open
            from workflow w
            cross join lateral (
              select count(*) as open from job j where j.workflow_id = w.id and j.ended_at is null
            ) o
            where o.open <> w.open
            union all
            select 'job ' || v.job_id || ' waits for ' || v.waiting || ' parents and not ' || o.open
            from vertex v
            cross join lateral (
              select count(*) as open
              from vertex_parent p
              join job j on j.id = p.parent
              where p.child = v.job_id and j.state <> 'FINISHED'
            ) o
            where o.open <> v.waiting
            """;
}
