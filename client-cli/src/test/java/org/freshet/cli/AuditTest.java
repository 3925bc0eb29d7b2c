package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final String CHANGES = """
            {"items": [
             {"at": "2026-11-20T03:19:30.000Z", "entity": "job", "id": 12, "name": "evdisp", "from": "DEFINED",
              "to": "CANCELLED", "actor": "user mara", "origin": "10.1.2.3 token 12", "reason": "wrong input",
              "futureField": 1},
             {"at": "2026-11-20T03:10:00.000Z", "entity": "installation", "id": 471108154711, "to": "DUMPED",
              "actor": "user otto", "origin": "10.1.2.4 token 3"}]%s}
            """;

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
    void saysWhoChangedWhatWhenFromWhereAndWhy() {
        server.answers("/audit", CHANGES.formatted(""));

        var result = freshet.run("audit");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                TIME                     WHO        FROM WHERE         WHAT             FROM     TO         WHY
                2026-11-20 03:19:30 UTC  user mara  10.1.2.3 token 12  job 12 (evdisp)  defined  cancelled  wrong input
                2026-11-20 03:10:00 UTC  user otto  10.1.2.4 token 3   installation              dumped
                """);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void sendsItsFilters() {
        server.answers("/audit", CHANGES.formatted(""));

        freshet.run(("audit --user mara --entity job --id 12 --since 2d --until 1h --action cancelled --limit 7")
                .split(" "));

        assertThat(server.last().query())
                .containsEntry("user", "mara")
                .containsEntry("entity", "job")
                .containsEntry("id", "12")
                .containsEntry("since", "PT48H")
                .containsEntry("until", "PT1H")
                .containsEntry("action", "cancelled")
                .containsEntry("limit", "7");
    }

    @Test
    void saysWhenOlderChangesMayFollow() {
        server.answers("/audit", CHANGES.formatted(", \"next\": \"2026-11-20T03:10:00Z,job,12\""));

        assertThat(freshet.run("audit", "--limit", "2").err()).startsWith("These are the newest;");
    }

    @Test
    void handsOnTheJsonAsReceived() {
        server.answers("/audit", CHANGES.formatted(""));

        assertThat(freshet.run("audit", "--json")
                        .json()
                        .at("/items/0/futureField")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void saysThatNothingMatches() {
        server.answers("/audit", "{\"items\": []}");

        assertThat(freshet.run("audit").err()).isEqualTo("No change matches.\n");
    }

    @Test
    void needsTheKindOfThingWithItsNumber() {
        var result = freshet.run("audit", "--id", "12");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Say --entity, too");
        assertThat(server.received()).isEmpty();
    }
}
