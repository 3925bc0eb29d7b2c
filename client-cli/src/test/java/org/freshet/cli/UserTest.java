package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserTest {

    private static final String MARA = """
            {"id": 2, "name": "mara", "role": "SUBMITTER", "createdAt": "2026-11-20T03:00:00.000Z", "tokens": %d,
             "lastUsedAt": "2026-11-20T03:19:30.000Z", "futureField": 1}""";

    private static final String OTTO = """
            {"id": 3, "name": "otto", "role": "VIEWER", "createdAt": "2026-11-19T03:00:00.000Z", "tokens": 0,
             "disabledAt": "2026-11-20T03:15:00.000Z"}""";

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsUsersWithTheirRoles() {
        server.answers("/users", "{\"items\": [" + MARA.formatted(2) + "," + OTTO + "]}");

        var result = freshet.run("user", "list");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                USER  ROLE       DISABLED        VALID TOKENS  LAST USED  SINCE
                mara  submitter                             2   30 s ago  2026-11-20 03:00:00 UTC
                otto  viewer     5 min 00 s ago             0      never  2026-11-19 03:00:00 UTC
                """);
    }

    @Test
    void addsAUserAndSaysHowToGetAToken() {
        server.answers("/users", MARA.formatted(0));

        var result = freshet.run("user", "add", "mara", "--role", "submitter", "--reason", "writes payloads");

        assertThat(result.out()).isEqualTo("User mara is submitter.\n");
        assertThat(result.err())
                .isEqualTo("No token of mara is valid. Make one with: freshet token create NAME --user mara\n");
        assertThat(server.last().json().toString())
                .isEqualTo("{\"reason\":\"writes payloads\",\"name\":\"mara\",\"role\":\"SUBMITTER\"}");
    }

    @Test
    void givesAnotherRole() {
        server.answers("/users/mara/role", MARA.formatted(1));

        var result = freshet.run("user", "role", "mara", "SUBMITTER");

        assertThat(result.out()).isEqualTo("User mara is submitter.\n");
        assertThat(result.err()).isEmpty();
        assertThat(server.last().json().toString()).isEqualTo("{\"role\":\"SUBMITTER\"}");
    }

    @Test
    void disablesAndEnables() {
        server.answers("/users/otto/disable", OTTO);
        server.answers("/users/otto/enable", MARA.formatted(1).replace("mara", "otto"));

        assertThat(freshet.run("user", "disable", "otto").out()).isEqualTo("User otto is disabled.\n");
        assertThat(freshet.run("user", "enable", "otto").out()).isEqualTo("User otto is submitter.\n");
    }

    @Test
    void keepsANameInItsPlaceInThePath() {
        freshet.run("user", "disable", "../jobs?x=/y z");

        assertThat(server.last().path()).isEqualTo("/api/v1/users/../jobs?x=/y z/disable");
        assertThat(server.last().query()).isEmpty();
    }

    @Test
    void handsOnTheJsonAsReceived() {
        server.answers("/users", MARA.formatted(0));

        var result = freshet.run("user", "add", "mara", "--role", "submitter", "--json");

        assertThat(result.json().path("futureField").asInt()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void refusesARoleThatThereIsNot() {
        var result = freshet.run("user", "role", "mara", "king");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'king'").contains("OPERATOR");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void endsWithFourWhereTheRoleIsMissing() {
        server.refuseWith(
                403, "{\"status\": 403, \"detail\": \"This needs the role ADMIN; the account mara has VIEWER.\"}");

        var result = freshet.run("user", "list");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("This needs the role ADMIN; the account mara has VIEWER.\n");
    }
}
