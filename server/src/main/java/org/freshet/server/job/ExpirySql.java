package org.freshet.server.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ExpirySql {

    /** Held jobs that one look takes at most. */
    static final int MOST_HELD = 1000;

    // Served by ready_expiry; what another transaction holds is left to the next sweep.
    private static final String EXPIRE_WAITING = """
            with unqueued as (
              delete from ready
              where job_id in (
                select job_id
                from ready
                where useful_until <= now()
                order by useful_until
                limit 1000
                for no key update skip locked
              )
              returning job_id
            ), moved as (
              update job
              set state = 'EXPIRED', ended_at = now(), message = 'its useful-until passed before a pilot took it'
              from unqueued
              where job.id = unqueued.job_id and state in ('DEFINED')
              returning job.id, job.workflow_id
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'DEFINED', 'EXPIRED', 'service expiry', 'its useful-until passed' from moved
            )
            select id, workflow_id from moved
            """;

    // Served by job_useful_until, which has all jobs: the state is left out of indexes, as it changes all the time.
    private static final String EXPIRE_HELD = """
            with was as (
              select id, workflow_id
              from job
              where useful_until > :from and useful_until <= now() and state in ('TEMPLATE')
              limit :most
              for no key update skip locked
            ), moved as (
              update job set state = 'EXPIRED', ended_at = now(), message = 'its useful-until passed while it was held'
              from was
              where job.id = was.id
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'TEMPLATE', 'EXPIRED', 'service expiry', 'its useful-until passed' from was
            )
            select id, workflow_id from was
            """;

    private static final String NOW = """
            select now() as now
            """;

    private final JdbcClient db;

    ExpirySql(JdbcClient db) {
        this.db = db;
    }

    /** @param workflow null = none */
    record Expired(long job, @Nullable Long workflow) {}

    List<Expired> expireWaiting() {
        return db.sql(EXPIRE_WAITING).query(ExpirySql::expired).list();
    }

    /** @param from only those whose useful-until is later */
    List<Expired> expireHeld(Instant from) {
        return db.sql(EXPIRE_HELD)
                .param("from", Rows.parameter(from))
                .param("most", MOST_HELD)
                .query(ExpirySql::expired)
                .list();
    }

    private static Expired expired(ResultSet row, int n) throws SQLException {
        return new Expired(row.getLong("id"), Rows.bigint(row, "workflow_id"));
    }

    /** When this transaction began, on the database's clock. */
    Instant now() {
        return db.sql(NOW).query((row, n) -> Rows.requiredInstant(row, "now")).single();
    }
}
