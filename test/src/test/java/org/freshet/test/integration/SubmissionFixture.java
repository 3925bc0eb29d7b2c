package org.freshet.test.integration;

import org.freshet.test.support.Api;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A server that takes submissions, and what it stores. */
abstract class SubmissionFixture {

    static final int MAX_BODY = 4 * 1024 * 1024;

    static TestServer server;
    static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s", "freshet.api.max-body=" + MAX_BODY + "B");
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static long stored() {
        return count("select count(*) from job");
    }

    static boolean typeExists(String name) {
        return count("select count(*) from job_type where name = '" + name + "'") > 0;
    }

    static long count(String sql) {
        return server.db().sql(sql).query(Long.class).single();
    }
}
