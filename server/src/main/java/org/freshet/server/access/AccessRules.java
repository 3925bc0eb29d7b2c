package org.freshet.server.access;

import static org.freshet.server.access.AccessRules.Need.ADMIN;
import static org.freshet.server.access.AccessRules.Need.NOTHING;
import static org.freshet.server.access.AccessRules.Need.OPERATOR;
import static org.freshet.server.access.AccessRules.Need.PILOT;
import static org.freshet.server.access.AccessRules.Need.READER;
import static org.freshet.server.access.AccessRules.Need.SUBMITTER;
import static org.freshet.server.access.AccessRules.Need.VIEWER;

import java.util.List;

/**
 * What each endpoint of the API asks for. The first row that fits holds; what no row names, only an administrator may.
 * Where a row says {@code own}, the feature refuses what is not the caller's own to lower roles than it names.
 */
public final class AccessRules {

    /** What a request must show. */
    public enum Need {
        NOTHING,
        /** A pilot's own token or its site's secret, which the feature checks. */
        PILOT,
        /** The token of any account, or nothing where reading without a token is allowed. */
        READER,
        VIEWER,
        SUBMITTER,
        OPERATOR,
        ADMIN
    }

    /**
     * A row.
     *
     * @param path pattern of Spring, for example {@code /api/v1/jobs/{id}/cancel}
     */
    public record Rule(String method, String path, Need need) {}

    private static final List<Rule> RULES = List.of(
            get("/openapi.json", NOTHING),
            get("/me", VIEWER),
            get("/tokens", VIEWER), // own; ADMIN: all
            get("/users", ADMIN),
            get("/audit", OPERATOR),
            // A dump holds everything, hashes of tokens included.
            get("/database/**", ADMIN),
            get("/**", READER),
            post("/pilots", PILOT),
            post("/pilots/{id}/exchange", PILOT),
            put("/pilots/{id}/jobs/{job}/attempts/{attempt}/logs/{stream}", PILOT),
            post("/jobs", SUBMITTER),
            post("/jobs/validate", SUBMITTER),
            post("/jobs/{id}/cancel", SUBMITTER), // own; OPERATOR: all
            post("/jobs/{id}/hold", SUBMITTER), // own; OPERATOR: all
            post("/jobs/{id}/release", SUBMITTER), // own; OPERATOR: all
            post("/jobs/{id}/retry", SUBMITTER), // own; OPERATOR: all
            post("/jobs/{id}/priority", SUBMITTER), // own; OPERATOR: all
            post("/bulks", SUBMITTER), // own jobs; OPERATOR: all
            post("/bulks/{id}/confirm", SUBMITTER), // own
            post("/bulks/{id}/undo", SUBMITTER), // own; OPERATOR: all
            post("/views", VIEWER), // for oneself; SUBMITTER: for all
            delete("/views/{id}", VIEWER), // own; OPERATOR: those that all see
            post("/workflows", SUBMITTER),
            post("/workflows/{id}/pause", SUBMITTER), // own; OPERATOR: all
            post("/workflows/{id}/resume", SUBMITTER), // own; OPERATOR: all
            post("/workflows/{id}/cancel", SUBMITTER), // own; OPERATOR: all
            post("/workflows/{id}/rerun", SUBMITTER), // own; OPERATOR: all
            delete("/workflows/{id}", SUBMITTER), // own; OPERATOR: all
            post("/datasets", SUBMITTER),
            post("/datatypes", SUBMITTER),
            put("/dags/{name}", SUBMITTER), // own; OPERATOR: all
            post("/dags/{name}/validate", SUBMITTER),
            delete("/dags/{name}", SUBMITTER), // own; OPERATOR: all
            post("/log", SUBMITTER),
            post("/watches", OPERATOR),
            post("/watches/{service}/remove", OPERATOR),
            post("/alarms/{id}/ack", OPERATOR),
            post("/alarms/silences", OPERATOR),
            post("/alarms/silences/{id}/end", OPERATOR),
            post("/shift/notes", VIEWER),
            post("/pilots/{id}/drain", OPERATOR),
            post("/pilots/{id}/kill", OPERATOR),
            post("/hosts/{host}/ban", OPERATOR),
            post("/hosts/{host}/allow", OPERATOR),
            post("/failures/acknowledgements", OPERATOR),
            post("/failures/acknowledgements/{id}/undo", OPERATOR),
            post("/pool/{site}/runs", OPERATOR),
            post("/pool/{site}/runs/{run}", OPERATOR),
            post("/jobtypes/{name}/limit", OPERATOR),
            post("/jobtypes/{name}/order", OPERATOR),
            post("/jobtypes/{name}/late", OPERATOR),
            post("/sites/{name}/pause", OPERATOR),
            post("/sites/{name}/resume", OPERATOR),
            post("/sites", ADMIN),
            patch("/sites/{name}", ADMIN),
            post("/sites/{name}/secret", ADMIN),
            post("/tokens", VIEWER), // for oneself; ADMIN: for all
            post("/tokens/{id}/revoke", VIEWER), // own; ADMIN: all
            post("/users", ADMIN),
            post("/users/{name}/role", ADMIN),
            post("/users/{name}/disable", ADMIN),
            post("/users/{name}/enable", ADMIN),
            // What is purged is gone for everybody.
            post("/purge", ADMIN),
            post("/database/restore", ADMIN));

    private AccessRules() {}

    /** In the order in which they are tried. */
    public static List<Rule> all() {
        return RULES;
    }

    private static Rule get(String path, Need need) {
        return new Rule("GET", "/api/v1" + path, need);
    }

    private static Rule post(String path, Need need) {
        return new Rule("POST", "/api/v1" + path, need);
    }

    private static Rule put(String path, Need need) {
        return new Rule("PUT", "/api/v1" + path, need);
    }

    private static Rule delete(String path, Need need) {
        return new Rule("DELETE", "/api/v1" + path, need);
    }

    private static Rule patch(String path, Need need) {
        return new Rule("PATCH", "/api/v1" + path, need);
    }
}
