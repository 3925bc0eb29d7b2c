package org.freshet.server.workflow;

import java.util.Collection;
import java.util.List;
import org.freshet.server.platform.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Makes a job for each item of a vertex. */
@Repository
class FanOutSql {

    private static final String MARK = """
            with marked as (
              select job_id, fan_out::jsonb as fan_out, item_files::jsonb as item_files
              from unnest(:jobs, :fanOuts, :files) as m(job_id, fan_out, item_files)
            ), listing as (
              update job set fan_out = m.fan_out from marked m where job.id = m.job_id
            )
            update vertex set item_files = m.item_files from marked m where vertex.job_id = m.job_id
            """;

    // Without a lock, which would come too early in their order: two servers together may exceed the limit by one list.
    private static final String SIZES = """
            select j.id, j.workflow_id, w.jobs, (select count(*) from vertex_parent p where p.parent = j.id) as children
            from job j
            join workflow w on w.id = j.workflow_id
            where j.id = any(:jobs)
            order by j.id
            """;

    // All that the description of the vertex says holds for its items; job_of_vertex forbids to make them twice. The
    // vertex itself is FINISHED, but not counted as such yet.
    private static final String ADD = """
            with splitter as (
              select j.*, v.item_files, v.useful_for_s
              from job j
              join vertex v on v.job_id = j.id
              where j.id = :splitter
            ), item as (
              select nextval(pg_get_serial_sequence('job', 'id')) as id, i.item, i.n - 1 as n
              from unnest(:items) with ordinality as i(item, n)
            ), described as (
              select i.id, i.n,
                s.env || f.files || jsonb_build_object('FRESHET_ITEM', i.item, 'FRESHET_ITEM_INDEX', i.n::text,
                  'FRESHET_ITEM_COUNT', (select count(*) from item)::text) as env
              from splitter s
              cross join item i
              cross join lateral (
                select coalesce(jsonb_object_agg(t.key, (s.env ->> t.key) || '/' || lpad(i.n::text, 5, '0') || t.value), '{}') as files
                from jsonb_each_text(s.item_files) t
              ) f
            ), added as (
              insert into job (id, name, jobtype, requirement_id, state, priority, owner, payload, env, time_limit_s, retries,
                no_retry_exit_codes, max_losses, exclusive, outputs, loose_outputs, data_time, useful_until, run, subrun, metadata,
                workflow_id, vertex, fan_out)
              overriding system value
              select d.id, s.name || '[' || d.n || ']', s.jobtype, s.requirement_id, 'TEMPLATE', s.priority, s.owner, s.payload, d.env,
                s.time_limit_s, s.retries, s.no_retry_exit_codes, s.max_losses, s.exclusive, s.outputs, s.loose_outputs, s.data_time,
                s.useful_until, s.run, s.subrun, s.metadata, s.workflow_id, s.vertex || '[' || d.n || ']', s.fan_out - 'glob' - 'file'
              from splitter s
              cross join described d
            ), placed as (
              insert into vertex (job_id, workflow_id, waiting, useful_for_s)
              select i.id, s.workflow_id, 1, s.useful_for_s from splitter s cross join item i
            ), awaited as (
              select child from vertex_parent where parent = :splitter
            ), joined as (
              insert into vertex_parent (parent, child)
              select :splitter, id from item
              union all
              select i.id, a.child from item i cross join awaited a
            ), counted as (
              update vertex v set waiting = v.waiting + (select count(*) from item) from awaited a where v.job_id = any(array[a.child])
            ), grown as (
              update workflow w
              set jobs = w.jobs + (select count(*) from item), open = w.open + (select count(*) from item)
              from splitter s
              where w.id = s.workflow_id
            ), files as (
              insert into dataset (workflow_id, source_job, target_job, name, comment, datatype, datatag, dirpath, path)
              select d.workflow_id, i.id, d.target_job, lpad(i.n::text, 5, '0') || (s.item_files ->> d.datatag), d.comment,
                d.datatype, d.datatag, d.path, d.path || '/' || lpad(i.n::text, 5, '0') || (s.item_files ->> d.datatag)
              from splitter s
              join dataset d on d.source_job = s.id
              cross join item i
              where s.item_files ->> d.datatag is not null
              order by i.n, d.id
            )
            insert into event (entity, entity_id, to_state, actor, reason)
            select 'job', i.id, 'TEMPLATE', 'service workflow', 'made for an item of job ' || s.id
            from splitter s
            cross join item i
            order by i.id
            """;

    private final JdbcClient db;

    FanOutSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * A vertex with a foreach whose job is stored.
     *
     * @param fanOut as pilots get it, in JSON
     * @param files endings by variable, in JSON
     */
    record Splitter(long job, String fanOut, String files) {}

    void mark(List<Splitter> splitters) {
        db.sql(MARK)
                .param("jobs", Columns.array("bigint", splitters, Splitter::job))
                .param("fanOuts", Columns.array("text", splitters, Splitter::fanOut))
                .param("files", Columns.array("text", splitters, Splitter::files))
                .update();
    }

    /**
     * How large the workflow of a vertex is.
     *
     * @param jobs of the workflow
     * @param children of the vertex
     */
    record Size(long job, long workflow, long jobs, long children) {}

    List<Size> sizes(Collection<Long> jobs) {
        return db.sql(SIZES)
                .param("jobs", Columns.bigints(jobs))
                .query((row, n) -> new Size(
                        row.getLong("id"), row.getLong("workflow_id"), row.getLong("jobs"), row.getLong("children")))
                .list();
    }

    /** Held, each waiting for the vertex itself. Needs the workflow's row locked. */
    void add(long splitter, List<String> items) {
        db.sql(ADD)
                .param("splitter", splitter)
                .param("items", Columns.texts(items))
                .update();
    }
}
