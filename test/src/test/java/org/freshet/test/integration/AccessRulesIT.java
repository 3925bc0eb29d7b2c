package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.freshet.protocol.Role;
import org.freshet.server.access.AccessRules;
import org.freshet.server.access.AccessRules.Need;
import org.freshet.server.access.AccessRules.Rule;
import org.freshet.test.support.Api;
import org.freshet.test.support.Person;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Which role each endpoint of the API asks for, and that none was forgotten. */
class AccessRulesIT {

    private static final String EVERY_READING = "GET /api/v1/**";

    private static TestServer server;
    private static final Map<Role, Person> PEOPLE = new EnumMap<>(Role.class);

    @BeforeAll
    static void start() {
        server = TestServer.start();
        for (var role : Role.values()) {
            PEOPLE.put(role, Person.with(server, role));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The API's endpoints as the running server maps them: {@code POST /api/v1/jobs/{id}/cancel}. */
    private static TreeSet<String> endpoints() {
        var found = new TreeSet<String>();
        for (var mapping : server.part(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            for (var path : mapping.getPatternValues()) {
                if (path.startsWith("/api/")) {
                    mapping.getMethodsCondition().getMethods().forEach(it -> found.add(it + " " + path));
                    assertThat(mapping.getMethodsCondition().getMethods())
                            .as("methods of " + path)
                            .isNotEmpty();
                }
            }
        }
        return found;
    }

    @Test
    void hasARuleForEveryEndpoint() {
        var ruled = AccessRules.all().stream()
                .map(it -> it.method() + " " + it.path())
                .toList();
        var forgotten = new ArrayList<String>();
        for (var endpoint : endpoints()) {
            // What reads needs a row of its own only if it is not for all.
            if (!ruled.contains(endpoint) && !endpoint.startsWith("GET ")) {
                forgotten.add(endpoint);
            }
        }

        assertThat(endpoints()).contains("POST /api/v1/jobs/{id}/cancel", "GET /api/v1/me");
        assertThat(ruled).contains(EVERY_READING).doesNotHaveDuplicates();
        assertThat(forgotten).as("endpoints without a row in AccessRules").isEmpty();
    }

    @Test
    void asksForTheRoleOfTheRuleAndNamesIt() {
        var wrong = new ArrayList<String>();
        for (var rule : AccessRules.all()) {
            for (var role : Role.values()) {
                check(rule, role, wrong);
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static void check(Rule rule, Role role, List<String> wrong) {
        var needed = needed(rule.need());
        if (needed == null || role.includes(needed)) {
            // Whoever may is not tried: some of these things cannot be undone. What is allowed is tried in other tests.
            return;
        }
        var answer = send(PEOPLE.get(role).api(), rule.method(), rule.path());
        if (answer.status() != 403
                || !answer.problem().detail().startsWith("This needs the role " + needed + "; the account ")) {
            wrong.add(role + " " + rule + ": " + answer.status() + " " + answer.body());
        }
    }

    private static Role needed(Need need) {
        return switch (need) {
            case NOTHING, PILOT, READER -> null;
            case VIEWER, SUBMITTER, OPERATOR, ADMIN -> Role.valueOf(need.name());
        };
    }

    private static Api.Answer send(Api api, String method, String pattern) {
        var path = pattern.replaceAll("\\{[a-z]+}", "1").replace("**", "dump");
        return api.send(api.request(path)
                .method(method, BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json"));
    }

    @Test
    void takesAPilotsTokenAndASitesSecretForNothingElse() {
        var pilot = ScriptedPilot.register(server).api();
        var site = new Api(server.url(), server.secret("sites/local.secret"));
        var wrong = new ArrayList<String>();
        for (var rule : AccessRules.all()) {
            if (rule.need() != Need.PILOT && rule.need() != Need.NOTHING) {
                for (var api : List.of(pilot, site)) {
                    var answer = send(api, rule.method(), rule.path());
                    if (answer.status() != 401) {
                        wrong.add(rule + ": " + answer.status() + " " + answer.body());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void letsEveryRoleReadAndAskWhoItIs() {
        for (var person : PEOPLE.values()) {
            for (var path :
                    List.of("/api/v1/jobs", "/api/v1/pilots", "/api/v1/summary", "/api/v1/me", "/api/v1/tokens")) {
                assertThat(person.api().get(path).status())
                        .as(person.role() + " " + path)
                        .isEqualTo(200);
            }
        }
        assertThat(PEOPLE.get(Role.OPERATOR).api().get("/api/v1/audit").status())
                .isEqualTo(200);
        assertThat(PEOPLE.get(Role.ADMIN).api().get("/api/v1/users").status()).isEqualTo(200);
    }

    @Test
    void asksForATokenWhereTheReaderAtTheMachineIsNobody() {
        var nobody = new Api(server.url(), null);

        for (var path : List.of("/api/v1/me", "/api/v1/tokens", "/api/v1/users", "/api/v1/audit")) {
            assertThat(nobody.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(nobody.get("/api/v1/jobs").status()).isEqualTo(200);
    }

    @Test
    void leavesToAdministratorsWhatNoRuleNames() {
        var operator = PEOPLE.get(Role.OPERATOR).api();
        var admin = PEOPLE.get(Role.ADMIN).api();

        assertThat(send(operator, "DELETE", "/api/v1/jobs/1").status()).isEqualTo(403);
        assertThat(send(operator, "POST", "/api/v1/no-such-thing").status()).isEqualTo(403);
        assertThat(send(admin, "DELETE", "/api/v1/jobs/1").status()).isEqualTo(405);
        assertThat(send(admin, "POST", "/api/v1/no-such-thing").status()).isEqualTo(404);
    }

    @Test
    void doesNotLetAViewerCancelAndNamesTheMissingRole() {
        var job = server.api().submit(aJob());
        var viewer = PEOPLE.get(Role.VIEWER);

        var answer = viewer.api().post("/api/v1/jobs/" + job + "/cancel", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem().detail())
                .startsWith("This needs the role SUBMITTER; the account " + viewer.name() + " has VIEWER.");
    }

    @Test
    void letsASubmitterChangeTheOwnJobsOnly() {
        var submitter = PEOPLE.get(Role.SUBMITTER);
        var own = submitter.api().submit(aJob());
        var other = server.api().submit(aJob());
        var owner = server.api().job(other).job().user();

        for (var change : List.of("hold", "release", "cancel", "retry", "priority")) {
            var body = change.equals("priority") ? "{\"priority\": 7}" : "{}";
            var refused = submitter.api().post("/api/v1/jobs/" + other + "/" + change, body);
            assertThat(refused.status()).as(change).isEqualTo(403);
            assertThat(refused.problem().detail())
                    .startsWith("Job " + other + " belongs to " + owner + ".")
                    .contains("the account " + submitter.name() + " needs the role OPERATOR");
            assertThat(submitter
                            .api()
                            .post("/api/v1/jobs/" + own + "/" + change, body)
                            .status())
                    .as(change)
                    .isEqualTo(200);
        }
        var operator = PEOPLE.get(Role.OPERATOR).api();
        assertThat(operator.post("/api/v1/jobs/" + other + "/cancel", "{}").status())
                .isEqualTo(200);
        assertThat(submitter.api().post("/api/v1/jobs/999999/cancel", "{}").status())
                .isEqualTo(404);
    }
}
