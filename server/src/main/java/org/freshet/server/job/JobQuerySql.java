package org.freshet.server.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.EventView;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Usage;
import org.freshet.protocol.WorkflowId;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads jobs with their attempts and history. */
@Repository
public class JobQuerySql {

    // Newest first along the primary key; a page ends where the next begins, so jobs that arrive meanwhile do not shift
    // it.
    private static final String LIST = """
            select j.*, a.site as attempt_site, a.host, q.site as wanted_site, q.cores, q.memory_mb, q.disk_mb, q.tags
            from job j
            join requirement q on q.id = j.requirement_id
            left join attempt a on a.job_id = j.id and a.attempt = j.attempt
            where (cardinality(:states::text[]) = 0 or j.state = any(:states))
              and (cardinality(:ids::bigint[]) = 0 or j.id = any(:ids))
              and (:jobtype::text is null or j.jobtype = :jobtype)
              and (:user::text is null or j.owner = :user)
              and (:site::text is null or coalesce(a.site, q.site) = :site)
              and (:host::text is null or a.host = :host)
              and (:pilot::bigint is null or j.pilot_id = :pilot)
              and (cardinality(:reasons::text[]) = 0 or j.reason = any(:reasons))
              and (:workflow::bigint is null or j.workflow_id = :workflow)
              and (cardinality(:runsFrom::bigint[]) = 0
                or exists (select from unnest(:runsFrom::bigint[], :runsTo::bigint[]) as r(lowest, highest)
                           where j.run between r.lowest and r.highest))
              and (:subrun::bigint is null or j.subrun = :subrun)
              and (:name::text is null or position(lower(:name) in lower(j.name)) > 0)
              and (:text::text is null
                or position(lower(:text) in lower(j.name)) > 0
                or position(lower(:text) in lower(j.message)) > 0
                or position(lower(:text) in lower(array_to_string(j.outputs, ' '))) > 0
                or position(lower(:text) in lower(j.loose_outputs::text)) > 0
                or position(lower(:text) in lower(j.env::text)) > 0
                or j.id::text = :text)
              and j.defined_at >= coalesce(:definedFrom::timestamptz, '-infinity')
              and j.defined_at < coalesce(:definedTo::timestamptz, 'infinity')
              and (:endedFrom::timestamptz is null or j.ended_at >= :endedFrom)
              and (:endedTo::timestamptz is null or j.ended_at < :endedTo)
              and (:after::bigint is null or j.id < :after)
            order by j.id desc
            limit :limit + 1
            """;

    // Served by attempt_of_pilot.
    private static final String OF_PILOT = """
            select j.*, a.site as attempt_site, a.host, q.site as wanted_site, q.cores, q.memory_mb, q.disk_mb, q.tags
            from (
              select job_id, max(dispatched_at) as at
              from attempt
              where pilot_id = :pilot
              group by job_id
              order by at desc
              limit 100
            ) ran
            join job j on j.id = ran.job_id
            join requirement q on q.id = j.requirement_id
            left join attempt a on a.job_id = j.id and a.attempt = j.attempt
            order by ran.at desc
            """;

    private static final String ATTEMPTS = """
            select * from attempt where job_id = :job order by attempt desc
            """;

    // Served by event_of_entity.
    private static final String HISTORY = """
            select * from event where entity = 'job' and entity_id = :job order by at
            """;

    private static final String NEWEST = """
            select max(id) from job
            """;

    private final JdbcClient db;
    private final JsonMapper json;
    private final ObjectReader env;
    private final ObjectReader checks;
    private final Installation installation;

    JobQuerySql(JdbcClient db, JsonMapper json, Installation installation) {
        this.db = db;
        this.json = json;
        this.env = json.readerFor(new TypeReference<Map<String, String>>() {});
        this.checks = json.readerFor(new TypeReference<Map<String, OutputCheck>>() {});
        this.installation = installation;
    }

    /** Up to {@code limit} + 1 jobs: the one more tells that there is a next page. */
    List<JobView> list(JobFilter filter) {
        return db.sql(LIST)
                .param("states", Columns.array("text", filter.states(), Enum::name))
                .param("ids", Columns.bigints(filter.ids()))
                .param("jobtype", filter.jobtype())
                .param("user", filter.user())
                .param("site", filter.site())
                .param("host", filter.host())
                .param("pilot", filter.pilot())
                .param("reasons", Columns.array("text", filter.reasons(), Enum::name))
                .param("workflow", filter.workflow())
                .param("runsFrom", Columns.array("bigint", filter.runs(), RunRange::from))
                .param("runsTo", Columns.array("bigint", filter.runs(), RunRange::to))
                .param("subrun", filter.subrun())
                .param("name", filter.name())
                .param("text", filter.text())
                .param("definedFrom", Rows.parameter(filter.defined().from()))
                .param("definedTo", Rows.parameter(filter.defined().to()))
                .param("endedFrom", Rows.parameter(filter.ended().from()))
                .param("endedTo", Rows.parameter(filter.ended().to()))
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query(this::job)
                .list();
    }

    Optional<JobView> find(JobId job) {
        return list(JobFilter.only(job)).stream().findFirst();
    }

    /** What to throw for an id that no job has. */
    JobNotFound unknown(JobId job) {
        var newest = db.sql(NEWEST).query(Long.class).optional();
        return new JobNotFound(job, newest.map(JobId::new).orElse(null));
    }

    /** The latest 100 jobs that the pilot ran, latest first. */
    public List<JobView> ofPilot(PilotId pilot) {
        return db.sql(OF_PILOT).param("pilot", pilot.value()).query(this::job).list();
    }

    List<AttemptView> attempts(JobId job) {
        return db.sql(ATTEMPTS)
                .param("job", job.value())
                .query(JobQuerySql::attempt)
                .list();
    }

    List<EventView> history(JobId job) {
        return db.sql(HISTORY)
                .param("job", job.value())
                .query(JobQuerySql::event)
                .list();
    }

    private JobView job(ResultSet row, int n) throws SQLException {
        var id = new JobId(row.getLong("id"));
        var attemptSite = row.getString("attempt_site");
        var pilot = Rows.bigint(row, "pilot_id");
        var metadata = row.getString("metadata");
        var workflow = Rows.bigint(row, "workflow_id");
        var loose = row.getString("loose_outputs");
        return new JobView(
                id,
                installation.uuidOf(id),
                row.getString("name"),
                row.getString("jobtype"),
                JobState.valueOf(row.getString("state")),
                reason(row),
                row.getString("message"),
                row.getInt("attempt"),
                Rows.integer(row, "exit_code"),
                Rows.integer(row, "signal"),
                row.getString("owner"),
                attemptSite == null ? row.getString("wanted_site") : attemptSite,
                row.getString("host"),
                pilot == null ? null : new PilotId(pilot),
                row.getInt("priority"),
                row.getInt("time_limit_s"),
                Rows.requiredInstant(row, "defined_at"),
                Rows.instant(row, "dispatched_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"),
                Rows.instant(row, "useful_until"),
                Rows.instant(row, "data_time"),
                Rows.bigint(row, "run"),
                Rows.bigint(row, "subrun"),
                row.getString("payload"),
                env.readValue(row.getString("env")),
                row.getInt("cores"),
                row.getInt("memory_mb"),
                row.getInt("disk_mb"),
                Rows.texts(row, "tags"),
                Rows.texts(row, "outputs"),
                loose == null ? null : checks.readValue(loose),
                row.getBoolean("exclusive"),
                row.getInt("retries"),
                Rows.integers(row, "no_retry_exit_codes"),
                row.getInt("max_losses"),
                row.getInt("failures"),
                row.getInt("losses"),
                row.getString("key"),
                metadata == null ? null : json.readTree(metadata),
                workflow == null ? null : new WorkflowId(workflow),
                row.getString("vertex"));
    }

    private static AttemptView attempt(ResultSet row, int n) throws SQLException {
        return new AttemptView(
                row.getInt("attempt"),
                new PilotId(row.getLong("pilot_id")),
                row.getString("site"),
                row.getString("host"),
                Rows.requiredInstant(row, "dispatched_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"),
                row.getString("result"),
                reason(row),
                Rows.integer(row, "exit_code"),
                Rows.integer(row, "signal"),
                row.getString("message"),
                usage(row));
    }

    private static @Nullable Usage usage(ResultSet row) throws SQLException {
        var cpu = Rows.bigint(row, "cpu_ms");
        var memory = Rows.integer(row, "memory_mb");
        return cpu == null && memory == null ? null : new Usage(cpu, memory);
    }

    private static EventView event(ResultSet row, int n) throws SQLException {
        return new EventView(
                Rows.requiredInstant(row, "at"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("actor"),
                row.getString("reason"),
                Rows.integer(row, "attempt"));
    }

    private static @Nullable FailureReason reason(ResultSet row) throws SQLException {
        var name = row.getString("reason");
        return name == null ? null : FailureReason.valueOf(name);
    }
}
