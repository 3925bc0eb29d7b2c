package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.freshet.protocol.Page;
import org.freshet.protocol.SiteChanged;
import org.freshet.protocol.SiteView;
import org.freshet.test.support.Api;
import org.freshet.test.support.SettableClock;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.core.type.TypeReference;

/** A server whose sites are made and changed, and what became of them. */
abstract class SitesFixture {

    static final String USER = "user " + System.getProperty("user.name");

    static final SettableClock clock = new SettableClock();
    static TestServer server;
    static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.startWith(clock, "freshet.local.payload-user=nobody");
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static SiteChanged add(String body) {
        var answer = api.post("/api/v1/sites", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(SiteChanged.class);
    }

    static SiteChanged change(String name, String body) {
        var answer = api.patch("/api/v1/sites/" + name, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(SiteChanged.class);
    }

    static SiteView site(String name) {
        return api.get("/api/v1/sites/" + name).as(SiteView.class);
    }

    static List<SiteView> sites() {
        return Api.JSON
                .readValue(api.get("/api/v1/sites?limit=1000").body(), new TypeReference<Page<SiteView>>() {})
                .items();
    }

    /** Of each change who made it, from which state to which, why, and what else. */
    static List<String> history(String name) {
        return server.db().sql("""
                        select e.actor || ' ' || coalesce(e.from_state, 'null') || '>' || e.to_state || ' '
                          || coalesce(e.reason, 'null') || ' ' || coalesce(e.data::text, 'null')
                        from event e
                        join site s on s.id = e.entity_id
                        where e.entity = 'site' and s.name = :name
                        order by e.at
                        """).param("name", name).query(String.class).list();
    }
}
