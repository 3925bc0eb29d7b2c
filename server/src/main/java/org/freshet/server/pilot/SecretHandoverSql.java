package org.freshet.server.pilot;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SecretHandoverSql {

    // Cron asks each minute: what was given to the same host by the same way in the last day is not written down again,
    // unless the site has another secret since. Served by event_of_entity_audit.
    private static final String APPEND = """
            insert into event (entity, entity_id, from_state, to_state, actor, reason, data)
            select 'site', s.id, st.state, st.state, :actor, :reason, d.data
            from site s
            cross join lateral (select case when s.paused then 'PAUSED' else 'ACTIVE' end as state) st
            cross join lateral (select jsonb_build_object('submitHost', :host::text, 'secret', :digest::text) as data) d
            where s.name = :site and not exists (
              select from event e
              where e.entity = 'site' and e.entity_id = s.id and e.at > now() - interval '1 day' and e.actor = :actor
                and e.data = d.data and e.origin is not distinct from nullif(current_setting('freshet.origin', true), ''))
            """;

    private final JdbcClient db;

    SecretHandoverSql(JdbcClient db) {
        this.db = db;
    }

    /** @param digest tells this secret of the site from others, and is of no other use */
    void append(String site, String digest, String actor, String host, String reason) {
        db.sql(APPEND)
                .param("site", site)
                .param("digest", digest)
                .param("actor", actor)
                .param("host", host)
                .param("reason", reason)
                .update();
    }
}
