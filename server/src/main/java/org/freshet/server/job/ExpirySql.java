package org.freshet.server.job;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ExpirySql {

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
                for update skip locked
              )
              returning job_id
            ), moved as (
              update job
              set state = 'EXPIRED', ended_at = now(), message = 'its useful-until passed before a pilot took it'
              from unqueued
              where job.id = unqueued.job_id and state in ('DEFINED')
              returning job.id
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'DEFINED', 'EXPIRED', 'service expiry', 'its useful-until passed' from moved
            )
            select id from moved
            """;

    // Served by job_useful_until.
    private static final String EXPIRE_HELD = """
            with was as (
              select id
              from job
              where useful_until <= now() and state in ('TEMPLATE')
              limit 1000
              for update skip locked
            ), moved as (
              update job set state = 'EXPIRED', ended_at = now(), message = 'its useful-until passed while it was held'
              from was
              where job.id = was.id
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'TEMPLATE', 'EXPIRED', 'service expiry', 'its useful-until passed' from was
            )
            select id from was
            """;

    private final JdbcClient db;

    ExpirySql(JdbcClient db) {
        this.db = db;
    }

    List<Long> expireWaiting() {
        return db.sql(EXPIRE_WAITING).query(Long.class).list();
    }

    List<Long> expireHeld() {
        return db.sql(EXPIRE_HELD).query(Long.class).list();
    }
}
