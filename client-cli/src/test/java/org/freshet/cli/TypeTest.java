package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TypeTest {

    private static final String TYPE = """
            {"name": "ev disp", %s "order": "NEWEST_FIRST", "held": 1, "waiting": 1200, "running": 3,
             "createdAt": "2026-11-20T03:00:00.000Z"}""";
    private static final String LIMITED = TYPE.formatted("\"limit\": 12,");
    private static final String UNLIMITED = TYPE.formatted("");

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
    void listsTypes() {
        server.documents("{\"items\": [" + LIMITED + "]}");

        assertThat(freshet.run("type", "list").out()).isEqualTo("""
                        TYPE     LIMIT  ORDER         LATE AFTER  HELD  WAITING  RUNNING
                        ev disp     12  newest-first     default     1    1,200        3
                        """);
    }

    @Test
    void limitsATypeWhoseNameHasABlank() {
        server.documents(LIMITED);

        var result = freshet.run("type", "limit", "ev disp", "12", "--reason", "the disk is slow");

        assertThat(result.out()).isEqualTo("Job type ev disp runs at most 12 jobs at once; 3 run now.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/jobtypes/ev disp/limit");
        assertThat(server.last().body()).isEqualTo("{\"limit\":12,\"reason\":\"the disk is slow\"}");
    }

    @Test
    void liftsALimitAndMakesATypeWhenTold() {
        server.documents(UNLIMITED, LIMITED);

        assertThat(freshet.run("type", "limit", "evdisp", "none").out()).isEqualTo("Job type ev disp has no limit.\n");
        assertThat(server.last().body()).isEqualTo("{\"limit\":null}");
        freshet.run("type", "limit", "evdisp", "0", "--create");
        assertThat(server.last().body()).isEqualTo("{\"limit\":0,\"create\":true}");
    }

    @Test
    void setsTheOrder() {
        server.documents(LIMITED);

        var result = freshet.run("type", "order", "evdisp", "newest-first");

        assertThat(result.out()).isEqualTo("Job type ev disp is newest-first.\n");
        assertThat(server.last().body()).isEqualTo("{\"order\":\"NEWEST_FIRST\"}");
    }

    @Test
    void saysHowFreshTypesAre() {
        server.documents("""
                {"items": [
                  {"jobtype": "femb", "standing": "LATE", "behindSeconds": 845.2, "countsFrom": "DATA", "lateAfterSeconds": 600, "openJob": 44,
                   "waiting": 6, "running": 1},
                  {"jobtype": "new", "standing": "UNKNOWN", "lateAfterSeconds": 90, "waiting": 0, "running": 0}]}""");

        assertThat(freshet.run("type", "fresh").out()).isEqualTo("""
                        TYPE  STANDING       BEHIND  SINCE   LATE AFTER  WAITING  RUNNING
                        femb  late      14 min 05 s  data   10 min 00 s        6        1
                        new   unknown       unknown          1 min 30 s        0        0
                        """);
        assertThat(server.last().path()).isEqualTo("/api/v1/freshness");
    }

    @Test
    void saysFromWhenOnATypeIsLate() {
        server.documents(TYPE.formatted("\"lateAfterSeconds\": 300,"), UNLIMITED);

        var result = freshet.run("type", "late", "evdisp", "5m", "--reason", "shifters ask");

        assertThat(result.out()).isEqualTo("Job type ev disp is late 5 min after its data.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/jobtypes/evdisp/late");
        assertThat(server.last().body()).isEqualTo("{\"lateAfterSeconds\":300,\"reason\":\"shifters ask\"}");
        assertThat(freshet.run("type", "late", "evdisp", "default").out())
                .isEqualTo("Job type ev disp is late when the server's settings say so.\n");
        assertThat(server.last().body()).isEqualTo("{\"lateAfterSeconds\":null}");
    }

    @Test
    void refusesWhatIsNoLimitAndNoOrder() {
        assertThat(freshet.run("type", "limit", "evdisp", "-1").code()).isEqualTo(2);
        assertThat(freshet.run("type", "limit", "evdisp", "many").err())
                .isEqualTo("'many' is not a limit: give a number from 0 on, or none.\n");
        assertThat(freshet.run("type", "order", "evdisp", "sideways").code()).isEqualTo(2);
        assertThat(freshet.run("type", "late", "evdisp", "soon").err())
                .isEqualTo("'soon' is no such time: give 90s, 5m, 2h, or default.\n");
        assertThat(freshet.run("type", "late", "evdisp", "0").code()).isEqualTo(2);
        assertThat(server.received()).isEmpty();
    }
}
