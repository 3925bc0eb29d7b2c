package org.freshet.server.job;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores submissions, thousands of jobs with a handful of statements. */
@Repository
class SubmissionSql {

    // One submission of a user at a time where keys are used: so a key is looked up and taken without a race.
    private static final String LOCK_KEYS = """
            select pg_advisory_xact_lock(hashtextextended('job.key ' || :owner, 0))
            """;

    // Served by job_key_unique.
    private static final String BY_KEY = """
            select id, state, key, digest
            from job
            where owner = :owner and key = any(:keys)
            """;

    private static final String SITES = """
            select name from site
            """;

    // In the order of the names, so that two submissions with new types do not wait for each other in a circle.
    private static final String ADD_TYPES = """
            with added as (
              insert into job_type (name)
              select name from unnest(:names) as n(name) order by name
              on conflict do nothing
              returning id, name
            ), told as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'jobtype', id, 'ACTIVE', :actor, 'first job of type ' || name from added
            )
            select name from added order by name
            """;

    private static final String TYPES = """
            select name from job_type
            """;

    private static final String ADD_REQUIREMENTS = """
            insert into requirement (jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s)
            select jobtype, site, cores, memory_mb, disk_mb, string_to_array(tags, chr(31)), time_limit_s
            from unnest(:jobtypes, :sites, :cores, :memory, :disk, :tags, :limits)
              as r(jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s)
            order by jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s
            on conflict do nothing
            """;

    // Those that are there, in the order of the parameters.
    private static final String REQUIREMENT_IDS = """
            select q.id
            from unnest((select :jobtypes), :sites, :cores, :memory, :disk, :tags, :limits) with ordinality
              as r(jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s, n)
            cross join lateral (
              select id
              from requirement
              where jobtype = r.jobtype
                and site is not distinct from r.site
                and cores = r.cores
                and memory_mb = r.memory_mb
                and disk_mb = r.disk_mb
                and tags = string_to_array(r.tags, chr(31))
                and time_limit_s = r.time_limit_s
              limit 1
            ) q
            order by r.n
            """;

    // Taken in advance, so that the queue and the history can be written without reading the jobs back.
    private static final String TAKE_IDS = """
            select nextval('job_id_seq') from generate_series(1, (select :count))
            """;

    // Claims, which lock a limited type's row, are not in the way of this.
    private static final String SHARE_TYPES = """
            select name from job_type where name = any(:names) order by name for key share
            """;

    // All that a submission asks before it writes: to wait for three answers takes longer than to find them.
    // "(select :count)": so the planner learns nothing from the values, and keeps one plan.
    private static final String PREPARE =
            "with shared as (" + SHARE_TYPES + "), required as (" + REQUIREMENT_IDS + "), taken as (" + TAKE_IDS + """
            )
            select array(select name from shared) as types, array(select id from required) as requirements,
              array(select nextval from taken) as ids
            """;

    private static final String ADD_JOBS = """
            with added as (
              insert into job (id, name, jobtype, requirement_id, state, priority, owner, key, digest, payload, env,
                time_limit_s, retries, no_retry_exit_codes, max_losses, exclusive, outputs, data_time, useful_until, run, subrun,
                metadata, loose_outputs, workflow_id, vertex)
              overriding system value
              select id, name, jobtype, requirement_id, case when held then 'TEMPLATE' else 'DEFINED' end, priority, :owner,
                key, decode(digest, 'hex'), payload, env::jsonb, time_limit_s, retries, string_to_array(unretried, chr(31))::integer[], max_losses, exclusive,
                string_to_array(outputs, chr(31)), data_time,
                coalesce(data_time, now()) + make_interval(secs => useful_for_s), run, subrun, metadata::jsonb, loose::jsonb,
                :workflow::bigint, vertex
              from unnest(:ids, :names, :jobtypes, :requirements, :held, :priorities, :keys, :digests, :payloads, :envs,
                :limits, :retries, :unretried, :losses, :exclusives, :outputs, :dataTimes::timestamptz[], :usefulFor, :runs, :subruns,
                :metadata, :loose, :vertices)
                as j(id, name, jobtype, requirement_id, held, priority, key, digest, payload, env, time_limit_s, retries,
                  unretried, max_losses, exclusive, outputs, data_time, useful_for_s, run, subrun, metadata, loose, vertex)
              returning id, jobtype, requirement_id, state, priority, useful_until
            ), queued as (
              insert into ready (class_id, priority, seq, job_id, useful_until)
              select a.requirement_id, a.priority, case when t.newest_first then -a.id else a.id end, a.id, a.useful_until
              from added a
              cross join lateral (select newest_first from job_type where name = a.jobtype limit 1) t
              where a.state = 'DEFINED'
            )
            insert into event (entity, entity_id, to_state, actor, reason)
            select 'job', id, state, :actor, 'submitted' from added order by id
            """;

    private final JdbcClient db;

    SubmissionSql(JdbcClient db) {
        this.db = db;
    }

    /** A job that an earlier submission made. */
    @SuppressWarnings("ArrayRecordComponent") // a hash, compared with Arrays.equals
    record Earlier(long id, String state, byte[] digest) {}

    Map<String, Earlier> lockAndFindKeys(String owner, List<String> keys) {
        db.sql(LOCK_KEYS).param("owner", owner).query((row, n) -> 0).list();
        var found = new HashMap<String, Earlier>();
        db.sql(BY_KEY).param("owner", owner).param("keys", Columns.texts(keys)).query(row -> {
            found.put(
                    row.getString("key"),
                    new Earlier(row.getLong("id"), row.getString("state"), row.getBytes("digest")));
        });
        return found;
    }

    Set<String> sites() {
        return new HashSet<>(db.sql(SITES).query(String.class).list());
    }

    /**
     * What jobs are stored with.
     *
     * @param ids one for each
     * @param newTypes types that were not there before
     */
    record Prepared(List<Long> ids, List<String> newTypes, Map<Requirement, Long> requirements) {}

    /**
     * Adds the types and requirements that are not there yet. A change of the order of one of the types waits until this is
     * committed.
     *
     * @param count how many ids to take
     */
    Prepared prepare(List<String> types, List<Requirement> distinct, int count, String actor) {
        var there = requirements(PREPARE, distinct)
                .param("names", Columns.texts(types))
                .param("count", count)
                .query((row, n) -> new There(
                        Rows.bigints(row, "ids"), Rows.texts(row, "types"), Rows.bigints(row, "requirements")))
                .single();
        var newTypes = addTypes(types, there.types(), actor);
        return new Prepared(there.ids(), newTypes, requirementIds(distinct, there.requirements()));
    }

    private record There(List<Long> ids, List<String> types, List<Long> requirements) {}

    private List<String> addTypes(List<String> names, List<String> there, String actor) {
        if (there.size() == names.size()) {
            return List.of();
        }
        var added = db.sql(ADD_TYPES)
                .param("names", Columns.texts(names))
                .param("actor", actor)
                .query(String.class)
                .list();
        db.sql(SHARE_TYPES)
                .param("names", Columns.texts(names))
                .query(String.class)
                .list();
        return added;
    }

    /** All that there are. */
    Set<String> types() {
        return new HashSet<>(db.sql(TYPES).query(String.class).list());
    }

    private Map<Requirement, Long> requirementIds(List<Requirement> distinct, List<Long> there) {
        var ids = there;
        if (ids.size() < distinct.size()) {
            requirements(ADD_REQUIREMENTS, distinct).update();
            ids = requirements(REQUIREMENT_IDS, distinct).query(Long.class).list();
        }
        var byRequirement = new HashMap<Requirement, Long>();
        for (int i = 0; i < distinct.size(); i++) {
            byRequirement.put(distinct.get(i), ids.get(i));
        }
        return byRequirement;
    }

    private JdbcClient.StatementSpec requirements(String sql, List<Requirement> all) {
        return db.sql(sql)
                .param("jobtypes", Columns.array("text", all, Requirement::jobtype))
                .param("sites", Columns.array("text", all, Requirement::site))
                .param("cores", Columns.array("integer", all, Requirement::cores))
                .param("memory", Columns.array("integer", all, Requirement::memoryMb))
                .param("disk", Columns.array("integer", all, Requirement::diskMb))
                .param("tags", Columns.array("text", all, it -> joined(it.tags())))
                .param("limits", Columns.array("integer", all, Requirement::timeLimitSeconds));
    }

    List<Long> takeIds(int count) {
        return db.sql(TAKE_IDS).param("count", count).query(Long.class).list();
    }

    /** A checked description with its id. */
    @SuppressWarnings("ArrayRecordComponent") // handed on to the database, never compared
    record NewJob(
            long id,
            long requirementId,
            JobDescription description,
            String env,
            byte @Nullable [] digest,
            @Nullable String vertex,
            @Nullable String looseOutputs) {}

    /** @param workflow whose vertices these are; null = none */
    void add(List<NewJob> jobs, String owner, String actor, @Nullable Long workflow) {
        db.sql(ADD_JOBS)
                .param("owner", owner)
                .param("actor", actor)
                .param("workflow", workflow)
                .param("loose", Columns.array("text", jobs, NewJob::looseOutputs))
                .param("vertices", Columns.array("text", jobs, NewJob::vertex))
                .param("ids", Columns.array("bigint", jobs, NewJob::id))
                .param(
                        "names",
                        Columns.array("text", jobs, it -> it.description().name()))
                .param(
                        "jobtypes",
                        Columns.array("text", jobs, it -> it.description().jobtype()))
                .param("requirements", Columns.array("bigint", jobs, NewJob::requirementId))
                .param(
                        "held",
                        Columns.array("boolean", jobs, it -> it.description().held()))
                .param(
                        "priorities",
                        Columns.array("integer", jobs, it -> it.description().priority()))
                .param(
                        "keys",
                        Columns.array("text", jobs, it -> it.description().key()))
                .param("digests", Columns.array("text", jobs, it -> hex(it.digest())))
                .param(
                        "payloads",
                        Columns.array("text", jobs, it -> it.description().payload()))
                .param("envs", Columns.array("text", jobs, NewJob::env))
                .param(
                        "limits",
                        Columns.array("integer", jobs, it -> it.description().timeLimitSeconds()))
                .param(
                        "retries",
                        Columns.array("integer", jobs, it -> it.description().retries()))
                .param(
                        "unretried",
                        Columns.array(
                                "text",
                                jobs,
                                it -> joined(it.description().noRetryExitCodes().stream()
                                        .map(Object::toString)
                                        .toList())))
                .param(
                        "losses",
                        Columns.array("integer", jobs, it -> it.description().maxLosses()))
                .param(
                        "exclusives",
                        Columns.array("boolean", jobs, it -> it.description().exclusive()))
                .param(
                        "outputs",
                        Columns.array(
                                "text", jobs, it -> joined(it.description().outputs())))
                .param(
                        "dataTimes",
                        Columns.array("text", jobs, it -> text(it.description().dataTime())))
                .param("usefulFor", Columns.array("double precision", jobs, it -> seconds(it.description())))
                .param(
                        "runs",
                        Columns.array("bigint", jobs, it -> it.description().run()))
                .param(
                        "subruns",
                        Columns.array("bigint", jobs, it -> it.description().subrun()))
                .param(
                        "metadata",
                        Columns.array("text", jobs, it -> it.description().metadata()))
                .update();
    }

    /** The driver does not take an array of byte arrays. */
    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Double seconds(JobDescription job) {
        return job.usefulFor() == null ? null : job.usefulFor().toMillis() / 1000.0;
    }

    /** Lists of texts travel as one text each, because the arrays of a statement cannot hold arrays. */
    private static String joined(List<String> texts) {
        return String.join("\u001f", texts);
    }
}
