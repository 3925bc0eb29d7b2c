package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenTest {

    private static final String LAPTOP = """
            {"id": 12, "user": "mara", "name": "laptop", "state": "%s", "createdAt": "2026-11-20T03:00:00.000Z",
             "expiresAt": "2026-12-20T03:00:00.000Z", "lastUsedAt": "2026-11-20T03:19:30.000Z", "futureField": 1}""";

    private static final String CRON = """
            {"id": 11, "user": "mara", "name": "cron", "state": "REVOKED", "createdAt": "2026-11-19T03:00:00.000Z",
             "revokedAt": "2026-11-20T03:00:00.000Z"}""";

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
    void printsANewTokenAloneOnStdout() {
        server.answers("/tokens", "{\"token\": " + LAPTOP.formatted("VALID") + ", \"secret\": \"abc-DEF_123\"}");

        var result = freshet.run("token", "create", "laptop", "--user", "mara", "--expires-in", "30d");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("abc-DEF_123\n");
        assertThat(result.err()).startsWith("Token 12 'laptop' of mara expires at 2026-12-20 03:00:00 UTC. Keep it:");
        assertThat(server.last().json().toString())
                .isEqualTo("{\"name\":\"laptop\",\"user\":\"mara\",\"expiresIn\":\"PT720H\"}");
    }

    @Test
    void asksForNothingThatItWasNotTold() {
        server.answers(
                "/tokens",
                "{\"token\": " + LAPTOP.formatted("VALID").replace("\"expiresAt\": \"2026-12-20T03:00:00.000Z\",", "")
                        + ", \"secret\": \"abc\"}");

        var result = freshet.run("token", "create", "laptop");

        assertThat(result.err()).startsWith("Token 12 'laptop' of mara is valid without end. Keep it:");
        assertThat(server.last().json().toString()).isEqualTo("{\"name\":\"laptop\"}");
    }

    @Test
    void givesTheTokenInTheJsonToo() {
        server.answers("/tokens", "{\"token\": " + LAPTOP.formatted("VALID") + ", \"secret\": \"abc\"}");

        var result = freshet.run("token", "create", "laptop", "--json");

        assertThat(result.json().path("secret").asString()).isEqualTo("abc");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void listsTokensWithTheirLastUse() {
        server.answers("/tokens", "{\"items\": [" + LAPTOP.formatted("VALID") + "," + CRON + "]}");

        var result = freshet.run("token", "list", "--user", "mara");

        assertThat(result.out()).isEqualTo("""
                ID  USER  NAME    STATE    EXPIRES                  LAST USED  MADE
                12  mara  laptop  valid    2026-12-20 03:00:00 UTC   30 s ago  2026-11-20 03:00:00 UTC
                11  mara  cron    revoked  never                        never  2026-11-19 03:00:00 UTC
                """);
        assertThat(server.last().query()).containsEntry("user", "mara").containsEntry("limit", "100");
    }

    @Test
    void revokesAToken() {
        server.answers("/tokens/12/revoke", LAPTOP.formatted("REVOKED"));

        var result = freshet.run("token", "revoke", "12", "--reason", "laptop lost");

        assertThat(result.out()).isEqualTo("Token 12 'laptop' of mara is revoked.\n");
        assertThat(server.last().json().toString()).isEqualTo("{\"reason\":\"laptop lost\"}");
    }

    @Test
    void saysHowManyMoreTokensWereRevoked() {
        var answer = LAPTOP.formatted("REVOKED");
        server.answers("/tokens/12/revoke", answer.replace("\"futureField\": 1", "\"alsoRevoked\": 2"));

        var two = freshet.run("token", "revoke", "12").out();
        server.answers("/tokens/12/revoke", answer.replace("\"futureField\": 1", "\"alsoRevoked\": 1"));

        assertThat(two).isEqualTo("Token 12 'laptop' of mara is revoked, and so are 2 more that were made with it.\n");
        assertThat(freshet.run("token", "revoke", "12").out())
                .isEqualTo("Token 12 'laptop' of mara is revoked, and so is 1 more that was made with it.\n");
    }

    @Test
    void saysForWhomTheTokenSpeaks() {
        server.answers(
                "/me", "{\"user\": \"mara\", \"role\": \"OPERATOR\", \"token\": " + LAPTOP.formatted("VALID") + "}");

        var result = freshet.run("whoami");

        assertThat(result.out())
                .isEqualTo("mara, operator, by token 12 'laptop', which expires at 2026-12-20 03:00:00 UTC.\n");
    }

    @Test
    void endsWithFourWhenTheTokenExpired() {
        server.refuseWith(
                401,
                "{\"status\": 401, \"detail\": \"The token 'laptop' of mara expired at 2026-11-20T03:00:00Z; ask.\"}");

        var result = freshet.run("whoami");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).startsWith("The token 'laptop' of mara expired at");
    }
}
