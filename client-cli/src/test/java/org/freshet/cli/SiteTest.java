package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    private static final String SITE = """
            {"name": "np04", "batch": "NONE", "mode": "FIXED", "cap": 40, "reserve": 0, "ramp": 10, "paused": %s
             "env": {"P3S_SITE": "np04", "OLD": "1"}, "heartbeatSeconds": 10, "lifetimeSeconds": 86400, "idleSeconds": 0,
             "maxJobs": 0, "drainGraceSeconds": 0, "killGraceSeconds": 5, "cores": 4, "memoryMb": 8000, "tags": ["gpu", "scratch"], "createdAt": "2026-11-20T03:00:00.000Z",
             "version": 7, "pilots": {"IDLE": 2, "BUSY": 3, "LOST": 1}, "pilotsAlive": 5}""";
    private static final String ACTIVE = SITE.formatted("false,");
    private static final String PAUSED = SITE.formatted("true, \"pausedReason\": \"no cooling\",");

    @TempDir
    private Path directory;

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
    void listsSitesWithTheirPilots() {
        server.documents("{\"items\": [" + PAUSED + "]}");

        assertThat(freshet.run("site", "list").out()).isEqualTo("""
                        NAME  BATCH  MODE   CAP  ALIVE  BUSY  IDLE  LOST  STATE   WHY
                        np04  none   fixed   40      5     3     2     1  paused  no cooling
                        """);
    }

    @Test
    void showsTheParametersUnderTheNamesThatSetTakes() {
        server.documents(ACTIVE);

        var result = freshet.run("site", "show", "np04");

        assertThat(result.out())
                .startsWith("Site np04: active\n")
                .containsPattern("heartbeatSeconds +10\n")
                .containsPattern("cores +4\nmemoryMb +8000\ntags +gpu,scratch\n")
                .containsPattern("env.P3S_SITE +np04\n")
                .containsPattern("pilots +2 idle, 3 busy, 1 lost\n");
    }

    @Test
    void addsASiteOfOptionsAndPrintsItsSecret() {
        server.documents("{\"site\": " + ACTIVE + ", \"secret\": \"s3cret\", \"notices\": [\"look\"]}");

        var result = freshet.run(
                "site", "add", "np04", "--batch", "none", "--cap", "40", "--lifetime", "1d", "--env", "A=b=c");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Site np04 is added. Its secret, shown this once:\ns3cret\n");
        assertThat(result.err()).isEqualTo("Note: look\n");
        assertThat(server.last().json().toString())
                .isEqualTo(
                        "{\"name\":\"np04\",\"batch\":\"none\",\"cap\":40,\"lifetimeSeconds\":86400,\"env\":{\"A\":\"b=c\"}}");
    }

    @Test
    void addsASiteOfAFileThatP3sWroteWithOptionsBeforeIt() throws IOException {
        var file = directory.resolve("site.json");
        Files.writeString(file, "[{\"name\": \"np04\", \"pilots\": 3, \"pilotbeat\": 20, \"env\": {\"A\": \"1\"}}]");
        server.documents("{\"site\": " + ACTIVE + ", \"secret\": \"s3cret\", \"notices\": []}");

        freshet.run("site", "add", "np04", "--file", file.toString(), "--cap", "40");

        assertThat(server.last().json().toString())
                .isEqualTo("{\"name\":\"np04\",\"pilotbeat\":20,\"env\":{\"A\":\"1\"},\"cap\":40}");
    }

    @Test
    void refusesAFileOfAnotherSiteAndOneThatIsNone() throws IOException {
        var other = Files.writeString(directory.resolve("other.json"), "{\"name\": \"np02\"}");
        var broken = Files.writeString(directory.resolve("broken.json"), "{");
        var text = Files.writeString(directory.resolve("text.json"), "\"np04\"");

        assertThat(freshet.run("site", "add", "np04", "--file", other.toString()))
                .satisfies(it -> assertThat(it.code()).isEqualTo(7))
                .satisfies(it -> assertThat(it.err()).endsWith("describes site 'np02', not 'np04'.\n"));
        assertThat(freshet.run("site", "add", "np04", "--file", broken.toString())
                        .code())
                .isEqualTo(7);
        assertThat(freshet.run("site", "add", "np04", "--file", text.toString()).code())
                .isEqualTo(7);
        assertThat(freshet.run("site", "add", "np04", "--file", "nothing.json").err())
                .isEqualTo("There is no file nothing.json.\n");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void setsParameters() {
        server.documents("{\"site\": " + ACTIVE + ", \"notices\": []}");

        var result = freshet.run("site", "set", "np04", "cap=40", "mode=fixed", "payloadUser=", "--reason", "beam");

        assertThat(result.out()).isEqualTo("Site np04 is changed.\n");
        assertThat(server.last().method()).isEqualTo("PATCH");
        assertThat(server.last().json().toString())
                .isEqualTo("{\"cap\":40,\"mode\":\"fixed\",\"payloadUser\":\"\",\"reason\":\"beam\"}");
    }

    @Test
    void asksOfTheBatchSystemWhatTheSiteIsTold() {
        server.documents(
                "{\"site\": " + ACTIVE + ", \"secret\": \"s3cret\", \"notices\": []}",
                "{\"site\": " + ACTIVE + ", \"notices\": []}",
                "{\"site\": " + ACTIVE + ", \"notices\": []}");

        freshet.run(
                "site",
                "add",
                "np04",
                "--cores=4",
                "--memory-mb=8000",
                "--disk-mb=0",
                "--tag",
                "gpu",
                "--tag",
                "big scratch");
        var added = server.last().json().toString();
        freshet.run("site", "set", "np04", "cores=0", "memoryMb=much", "tags=7, gpu");
        var set = server.last().json().toString();
        freshet.run("site", "set", "np04", "tags=");

        assertThat(added)
                .isEqualTo("{\"name\":\"np04\",\"cores\":4,\"memoryMb\":8000,\"diskMb\":0,\"tags\":[\"gpu\",\"big scratch\"]}");
        assertThat(set).isEqualTo("{\"cores\":0,\"memoryMb\":\"much\",\"tags\":[\"7\",\"gpu\"]}");
        assertThat(server.last().json().toString()).isEqualTo("{\"tags\":[]}");
    }

    @Test
    void setsSingleVariablesOfTheVersionThatItSaw() {
        server.documents(ACTIVE, "{\"site\": " + ACTIVE + ", \"notices\": []}");

        freshet.run("site", "set", "np04", "env.NEW=x", "env.OLD=");

        assertThat(server.last().json().toString())
                .isEqualTo("{\"env\":{\"P3S_SITE\":\"np04\",\"NEW\":\"x\"},\"version\":7}");
    }

    @Test
    void pausesWithAReasonOnlyAndResumes() {
        server.documents(PAUSED, ACTIVE);

        assertThat(freshet.run("site", "pause", "np04").code()).isEqualTo(2);
        assertThat(freshet.run("site", "pause", "np04", "--reason", "no cooling")
                        .out())
                .isEqualTo("Site np04 is paused. On record: 5 pilots that may go on.\n");
        assertThat(freshet.run("site", "resume", "np04").out()).isEqualTo("Site np04 is active.\n");
        assertThat(server.last().path()).isEqualTo("/api/v1/sites/np04/resume");
    }

    @Test
    void printsANewSecretAloneOnStdout() {
        server.documents(
                "{\"site\": \"np04\", \"secret\": \"s3cret\", \"oldSecretUntil\": \"2026-11-22T03:20:00.000Z\", \"notices\": []}");

        var result = freshet.run("site", "secret", "np04");

        assertThat(result.out()).isEqualTo("s3cret\n");
        assertThat(result.err()).isEqualTo("The secret before is honoured until 2026-11-22 03:20:00 UTC.\n");
    }
}
