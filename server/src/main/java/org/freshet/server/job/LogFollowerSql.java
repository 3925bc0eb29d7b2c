package org.freshet.server.job;

import java.time.Duration;
import org.freshet.protocol.JobId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The notes of who is watched. */
@Repository
class LogFollowerSql {

    private static final String NOTE = """
            with outdated as (
              delete from job_follow
              where job_id in (
                select job_id from job_follow
                where until < now() and job_id <> :job
                limit 100
                for update skip locked
              )
            )
            insert into job_follow (job_id, until)
            select :job, now() + make_interval(secs => :present)
            where not exists (
              select from job_follow where job_id = :job and until > now() + make_interval(secs => :renewed)
            )
            on conflict (job_id) do update
            set until = excluded.until
            """;

    private final JdbcClient db;

    LogFollowerSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Notes that a job is watched.
     *
     * @param present from now on
     * @param renewed nothing is written while more than this is left of the last note
     */
    void note(JobId job, Duration present, Duration renewed) {
        db.sql(NOTE)
                .param("job", job.value())
                .param("present", present.toMillis() / 1000.0)
                .param("renewed", renewed.toMillis() / 1000.0)
                .update();
    }
}
