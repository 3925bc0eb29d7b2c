package org.freshet.server.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.freshet.protocol.JobState;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Finds the jobs that criteria mean, for whoever lists them or changes them. There may be millions, and nobody waits until
 * all are looked through: where an index leads to few that may match, these are looked through; else the jobs are, in the
 * order of the list, and the search ends after as many as whoever asks allows.
 */
@Repository
public class MatchingJobsSql {

    /** So many jobs are looked through at once for a page of those that match. */
    public static final int LOOKED_THROUGH = 50_000;

    /** An index that leads to more jobs than this is of no use. */
    private static final int MOST_CANDIDATES = 20_000;

    /** Longer than any transaction that submits jobs: of two jobs so far apart in time, the later has the higher id. */
    private static final Duration SLACK = Duration.ofHours(1);

    // What no index decides. Never changed in one statement only: what is listed, counted and changed must be the same
    // jobs. The host is compared with what a subquery gives: an "exists" the planner may answer by reading all
    // attempts.
    private static final List<Condition> CONDITIONS = List.of(
            new Condition(it -> !it.states().isEmpty(), "j.state = any(:states)"),
            new Condition(it -> !it.reasons().isEmpty(), "j.reason = any(:reasons)"),
            new Condition(it -> !it.exits().isEmpty(), "j.exit_code = any(cast(:exits as bigint[]))"),
            new Condition(it -> !it.types().isEmpty(), "j.jobtype = any(:types)"),
            new Condition(it -> !it.users().isEmpty(), "j.owner = any(:users)"),
            new Condition(it -> !it.pilots().isEmpty(), "j.pilot_id = any(:pilots)"),
            new Condition(it -> !it.ids().isEmpty(), "j.id = any(:ids)"),
            new Condition(it -> !it.workflows().isEmpty(), "j.workflow_id = any(:workflows)"),
            new Condition(it -> !it.vertices().isEmpty(), """
                    (j.vertex = any(:vertices)
                      or regexp_replace(j.vertex, '\\[[0-9]+\\]$', '') = any(:vertices))
                    """),
            new Condition(it -> !it.runs().isEmpty(), """
                    exists (
                      select from unnest(cast(:runsFrom as bigint[]), cast(:runsTo as bigint[])) as r(lowest, highest)
                       where j.run between r.lowest and r.highest)
                    """),
            new Condition(it -> it.defined().from() != null, "j.defined_at >= :definedFrom"),
            new Condition(it -> it.defined().to() != null, "j.defined_at < :definedTo"),
            new Condition(it -> it.ended().from() != null, "j.ended_at >= :endedFrom"),
            new Condition(it -> it.ended().to() != null, "j.ended_at < :endedTo"),
            new Condition(
                    it -> !it.hosts().isEmpty(),
                    "(select a.host from attempt a where a.job_id = j.id and a.attempt = j.attempt) = any(:hosts)"),
            new Condition(it -> !it.sites().isEmpty(), """
                    coalesce(
                      (select a.site from attempt a where a.job_id = j.id and a.attempt = j.attempt),
                      (select q.site from requirement q where q.id = j.requirement_id)) = any(:sites)
                    """),
            new Condition(it -> it.name() != null, "strpos(lower(j.name), lower(:name)) > 0"),
            new Condition(it -> it.text() != null, """
                    (strpos(lower(j.name), lower(:text)) > 0
                      or strpos(lower(j.message), lower(:text)) > 0
                      or strpos(lower(array_to_string(j.outputs, ' ')), lower(:text)) > 0
                      or strpos(lower(cast(j.loose_outputs as text)), lower(:text)) > 0
                      or strpos(lower(cast(j.env as text)), lower(:text)) > 0
                      or cast(j.id as text) = :text)
                    """));

    // The candidates as an array, so that the plan does not depend on how many are expected.
    private static final String OF_CANDIDATES = """
            select j.*
              from job j
             where j.id = any(array(%1$s))
               and j.id > :above and j.id < :below
               %2$s
               and %3$s
             order by %4$s
             limit :limit
            """;

    // Along the index of the order. The limit inside ends the search; the one outside ends it when enough were found.
    private static final String SEARCHED = """
            select j.*
              from (%1$s limit :looked) j
             where %2$s
             order by %3$s
             limit :limit
            """;

    private static final String ALONG = """
            select %1$s
              from job s
             where s.id > :above and s.id < :below
               %2$s
             order by %3$s
            """;

    private static final String NAMED = "select unnest(cast(:ids as bigint[]))";

    // Served by job_of_vertex.
    private static final String OF_WORKFLOWS =
            "select id from job where workflow_id = any(cast(:workflows as bigint[]))";

    // Served by attempt_of_pilot.
    private static final String OF_PILOTS =
            "select job_id from attempt where pilot_id = any(cast(:pilots as bigint[]))";

    // Served by job_of_run.
    private static final String OF_RUNS = """
            select k.id
              from unnest(cast(:runsFrom as bigint[]), cast(:runsTo as bigint[])) as r(lowest, highest)
              join job k on k.run is not null and k.run between r.lowest and r.highest
            """;

    private static final String WAITING = "select job_id from ready";

    // Served by attempt_one_live_per_job.
    private static final String LIVE = "select job_id from attempt where live";

    private static final String COUNT_CANDIDATES = "select count(*) from (%s limit :most) c";

    // Ids rise with time, but for what was submitted at the same moment: halves the ids along job_pk until the last one
    // is found that is older, in some 25 steps.
    private static final String LAST_BEFORE = """
            with recursive halved(low, high) as (
              select cast(0 as bigint), (select coalesce(max(id), 0) + 1 from job)
              union all
              select
                case when m.id < h.high and m.defined_at < :at then m.id else h.low end,
                case when m.id < h.high and m.defined_at < :at then h.high else (h.low + h.high) / 2 end
              from halved h
              left join lateral (
                select k.id, k.defined_at from job k where k.id >= (h.low + h.high) / 2 order by k.id limit 1
              ) m on true
              where h.high - h.low > 1
            )
            select low from halved order by high - low limit 1
            """;

    private static final String IS_THERE = "select exists (select from job where id = :id)";

    private final JdbcClient db;

    MatchingJobsSql(JdbcClient db) {
        this.db = db;
    }

    /** A condition on the row {@code j} of a job, of criteria that say anything about it. */
    private record Condition(Predicate<JobCriteria> isMeant, String sql) {

        static String of(JobCriteria criteria) {
            return CONDITIONS.stream()
                    .filter(it -> it.isMeant().test(criteria))
                    .map(Condition::sql)
                    .reduce("true", "%s and %s"::formatted);
        }
    }

    /**
     * How the jobs that criteria mean are found.
     *
     * @param candidates a statement that gives the ids of all that may match; null = none that gives few
     * @param above all that match have a higher id
     * @param below all that match have a lower id
     */
    public record Way(JobCriteria criteria, @Nullable String candidates, long above, long below) {

        /** Whether jobs are looked through that an index did not choose, so that the search may have to end early. */
        public boolean searches() {
            return candidates == null && !criteria.isEmpty();
        }
    }

    /**
     * The part of a list that is wanted.
     *
     * @param backward whether it ends before the key, in the reverse order, instead of beginning after it
     * @param key id of the job at which it begins or ends; null = at the beginning of all
     * @param top only jobs with this or a lower id; null = all
     * @param looked after how many jobs a search ends
     * @param limit most jobs
     */
    public record Part(
            JobOrder order,
            boolean backward,
            @Nullable Long key,
            @Nullable Long top,
            int looked,
            int limit) {}

    /** The best way to what is meant. */
    public Way way(JobCriteria criteria) {
        var source = source(criteria);
        var few = source != null && (source.equals(NAMED) || isFew(source, criteria));
        var from = criteria.defined().from();
        var to = earlier(criteria.defined().to(), criteria.ended().to());
        return new Way(
                criteria,
                few ? source : null,
                from == null ? 0 : lastBefore(from.minus(SLACK)),
                to == null ? Long.MAX_VALUE : lastBefore(to.plus(SLACK)) + 1);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private long lastBefore(Instant at) {
        return db.sql(LAST_BEFORE)
                .param("at", Rows.parameter(at))
                .query(Long.class)
                .single();
    }

    private static @Nullable String source(JobCriteria criteria) {
        if (!criteria.ids().isEmpty()) {
            return NAMED;
        }
        if (!criteria.workflows().isEmpty()) {
            return OF_WORKFLOWS;
        }
        if (!criteria.pilots().isEmpty()) {
            return OF_PILOTS;
        }
        return criteria.runs().isEmpty() ? ofStates(criteria) : OF_RUNS;
    }

    /** The few that wait or run have tables of their own. */
    private static @Nullable String ofStates(JobCriteria criteria) {
        var states = Set.copyOf(criteria.states());
        var inFlight = Set.of(JobState.DEFINED, JobState.DISPATCHED, JobState.RUNNING);
        if (states.isEmpty() || !inFlight.containsAll(states)) {
            return null;
        }
        if (!states.contains(JobState.DEFINED)) {
            return LIVE;
        }
        return states.size() == 1 ? WAITING : WAITING + " union all " + LIVE;
    }

    private boolean isFew(String source, JobCriteria criteria) {
        var count = bind(db.sql(COUNT_CANDIDATES.formatted(source)), criteria)
                .param("most", MOST_CANDIDATES + 1)
                .query(Long.class)
                .single();
        return count <= MOST_CANDIDATES;
    }

    /** A statement that selects these rows of {@code job}; {@link #bind} fills in its parameters. */
    public static String statement(Way way, Part part) {
        var conditions = Condition.of(way.criteria());
        if (way.candidates() != null) {
            return OF_CANDIDATES.formatted(
                    way.candidates(), place("j", part), conditions, order("j", part.order(), part.backward()));
        }
        var along = ALONG.formatted("s.*", narrowed(way, part), order("s", part.order(), part.backward()));
        return SEARCHED.formatted(along, conditions, order("j", part.order(), part.backward()));
    }

    /** Fills in the parameters of what {@link #statement} gave. */
    public static StatementSpec bind(StatementSpec statement, Way way, Part part) {
        var top = part.top();
        return bind(statement, way.criteria())
                .param("above", way.above())
                .param("below", top == null ? way.below() : Math.min(way.below(), top + 1))
                .param("key", part.key())
                .param("looked", part.looked())
                .param("limit", part.limit());
    }

    private static StatementSpec bind(StatementSpec statement, JobCriteria criteria) {
        return statement
                .param("states", Columns.array("text", criteria.states(), Enum::name))
                .param("reasons", Columns.array("text", criteria.reasons(), Enum::name))
                .param("exits", Columns.bigints(criteria.exits()))
                .param("types", Columns.texts(criteria.types()))
                .param(
                        "onlyType",
                        criteria.types().isEmpty() ? null : criteria.types().getFirst())
                .param("users", Columns.texts(criteria.users()))
                .param("sites", Columns.texts(criteria.sites()))
                .param("hosts", Columns.texts(criteria.hosts()))
                .param("pilots", Columns.bigints(criteria.pilots()))
                .param("runsFrom", Columns.array("bigint", criteria.runs(), RunRange::from))
                .param("runsTo", Columns.array("bigint", criteria.runs(), RunRange::to))
                .param("ids", Columns.bigints(criteria.ids()))
                .param("workflows", Columns.bigints(criteria.workflows()))
                .param("vertices", Columns.texts(criteria.vertices()))
                .param("name", criteria.name())
                .param("text", criteria.text())
                .param("definedFrom", Rows.parameter(criteria.defined().from()))
                .param("definedTo", Rows.parameter(criteria.defined().to()))
                .param("endedFrom", Rows.parameter(criteria.ended().from()))
                .param("endedTo", Rows.parameter(criteria.ended().to()));
    }

    /** How many match, counted up to the part's limit, and looked for as far as it says. */
    public long count(Way way, Part part) {
        return bind(db.sql("select count(*) from (" + statement(way, part) + ") c"), way, part)
                .query(Long.class)
                .single();
    }

    /** The job at which a search for this part ended though there are others behind it; empty if it saw all. */
    public Optional<Long> endOfSearch(Way way, Part part) {
        if (!way.searches()) {
            return Optional.empty();
        }
        var along = ALONG.formatted("s.id", narrowed(way, part), order("s", part.order(), part.backward()));
        var last = bind(db.sql(along + " offset :looked - 1 limit 2"), way, part)
                .query(Long.class)
                .list();
        return last.size() < 2 ? Optional.empty() : Optional.of(last.getFirst());
    }

    /** Whether there is such a job. */
    public boolean isThere(long id) {
        return db.sql(IS_THERE).param("id", id).query(Boolean.class).single();
    }

    /** The part's place, and where one type only is wanted the head of its index. */
    private static String narrowed(Way way, Part part) {
        return place("s", part) + (way.criteria().types().size() == 1 ? " and s.jobtype = :onlyType" : "");
    }

    private static String order(String job, JobOrder order, boolean backward) {
        var text = switch (order) {
            case NEWEST -> backward ? "%s.id" : "%s.id desc";
            case OLDEST -> backward ? "%s.id desc" : "%s.id";
            case RUN -> backward ? "%1$s.run, %1$s.id" : "%1$s.run desc, %1$s.id desc";
            case TYPE -> backward ? "%1$s.jobtype desc, %1$s.id" : "%1$s.jobtype, %1$s.id desc";
        };
        return text.formatted(job);
    }

    private static String place(String job, Part part) {
        var all = part.order() == JobOrder.RUN ? " and " + job + ".run is not null" : "";
        if (part.key() == null) {
            return all;
        }
        var back = part.backward();
        return all
                + switch (part.order()) {
                    case NEWEST -> " and " + job + ".id " + (back ? ">" : "<") + " :key";
                    case OLDEST -> " and " + job + ".id " + (back ? "<" : ">") + " :key";
                    case RUN -> beside(job, "run", back ? ">" : "<", back ? ">" : "<");
                    case TYPE -> beside(job, "jobtype", back ? "<" : ">", back ? ">" : "<");
                };
    }

    /** The first condition finds the place in the index, the second one what belongs to it. */
    private static String beside(String job, String column, String side, String sideOfId) {
        return """
                 and %1$s.%2$s %3$s= (select k.%2$s from job k where k.id = :key)
                 and (%1$s.%2$s %3$s (select k.%2$s from job k where k.id = :key) or %1$s.id %4$s :key)
                """.formatted(job, column, side, sideOfId);
    }
}
