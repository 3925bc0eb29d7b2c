package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolTest {

    private static final String RUN = "00000000-0000-4000-8000-000000000001";
    private static final String SITES = """
            {"items": [%s, %s, %s, %s]}
            """.formatted(
                    site("byhand", "NONE"), site("local", "LOCAL"), site("farm", "HTCONDOR"), site("np04", "HTCONDOR"));
    private static final String TERMS = """
            {"mode": "DEMAND", "waiting": 72, "demand": 72, "reserve": 8, "want": 80, "usable": 40, "queued": 13,
             "have": 53, "total": 60, "held": %d, "cap": 1000, "ramp": 10, "submit": 10, "limit": "%s", "classes": [
              {"jobtype": "evdisp", "waiting": 70, "runnable": 60, "typicalSeconds": 95.5, "jobsPerPilot": 3, "pilots": 20},
              {"jobtype": "monitor", "waiting": 2, "runnable": 2, "jobsPerPilot": 1, "pilots": 2}]}""";
    private static final String SENTENCE = "np04: want 80 (72 waiting + 8 reserve), have 53, short 27: submit 10.";

    @TempDir
    private Path home;

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server).with("FRESHET_HOME", home.toString());
        server.answers("/sites", SITES);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String site(String name, String batch) {
        return """
                {"name": "%s", "batch": "%s", "mode": "FIXED", "cap": 4, "reserve": 0, "ramp": 10, "paused": false,
                 "env": {}, "heartbeatSeconds": 10, "lifetimeSeconds": 86400, "idleSeconds": 0, "maxJobs": 0,
                 "drainGraceSeconds": 0, "killGraceSeconds": 5, "createdAt": "2026-11-20T03:00:00.000Z", "version": 7,
                 "pilots": {}, "pilotsAlive": 0}""".formatted(name, batch);
    }

    private static String result(String site, String outcome, String sentence, String more) {
        return """
                {"site": "%s", "outcome": "%s", "sentence": "%s", "pilots": [] %s}""".formatted(site, outcome, sentence, more);
    }

    private static String over(String result) {
        return "{\"run\": \"" + RUN + "\", \"installation\": \"i\", \"result\": " + result + "}";
    }

    private static String standing(String outcome, String terms) {
        return """
                {"since": "2026-11-20T03:00:00.000Z", "at": "2026-11-20T03:19:50.000Z",
                 "by": "user cron from submit.example", "run": {"site": "np04", "outcome": "%s", "sentence": "%s",
                 "terms": %s, "pilots": []}}""".formatted(outcome, SENTENCE, terms);
    }

    @Test
    void doesTheTasksOfTheServerAndPrintsWhatCameOfIt() {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "look", "site": "np04"}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, over("""
                {"site": "np04", "outcome": "SUBMITTED", "sentence": "%s", "order": "20261120-105501-3f9a01",
                 "cluster": "88121", "pilots": [12, 13, 14, 20]}""".formatted(SENTENCE)));

        var result = freshet.run("pool", "run", "np04");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(SENTENCE + "\nOrder 20261120-105501-3f9a01, cluster 88121: pilots 12-14,20, " + server.url()
                        + "/pilots/12\n");
        assertThat(result.err()).isEmpty();
        var begin = server.received().get(1).json();
        assertThat(begin.path("host").asString()).isNotBlank();
        assertThat(begin.path("dryRun").asBoolean(true)).isFalse();
        assertThat(server.last().json().path("did").asString()).isEqualTo("look");
        assertThat(server.last().json().path("view").path("is").asString()).isNotEmpty();
    }

    @Test
    void takesAllSitesWithHTCondorAndLeavesLocalOnesToTheServer() {
        server.answers("/pool/farm/runs", over(result("farm", "ENOUGH", "farm: enough.", "")));
        server.answers("/pool/np04/runs", over(result("np04", "DRY_RUN", "np04: a dry run.", "")));

        var result = freshet.run("pool", "run", "--dry-run");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("farm: enough.\nnp04: a dry run.\n");
        assertThat(server.last().json().path("dryRun").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SUBMITTED, 0",
        "ENOUGH, 0",
        "LIMITED, 0",
        "PAUSED, 0",
        "PAUSED_BY_POOL, 10",
        "DRY_RUN, 0",
        "UNREADABLE, 9",
        "IMPLAUSIBLE, 9",
        "REFUSED, 9",
        "UNKNOWN, 9"
    })
    void saysOnStderrWhatNeedsAPersonWithACodeOfItsOwn(String outcome, int code) {
        server.answers("/pool/np04/runs", over(result("np04", outcome, "np04: so.", "")));

        var result = freshet.run("pool", "run", "np04");

        assertThat(result.code()).isEqualTo(code);
        assertThat(code == 0 ? result.out() : result.err()).isEqualTo("np04: so.\n");
        assertThat(code == 0 ? result.err() : result.out()).isEmpty();
    }

    @Test
    void isNoFailureWhenSomebodyElseCalculates() {
        var busy = "The pool of np04 is being calculated by service pool. Nothing was done now.";
        server.answers("/pool/farm/runs", over(result("farm", "ENOUGH", "farm: enough.", "")));
        server.answers("/pool/np04/runs", ContractServer.problem("/problems/pool-in-other-hands", 409, busy));

        assertThat(freshet.run("pool", "run")).satisfies(it -> {
            assertThat(it.code()).isZero();
            assertThat(it.out()).isEqualTo("farm: enough.\n" + busy + "\n");
            assertThat(it.err()).isEmpty();
        });
        assertThat(freshet.run("pool", "run", "np04", "--json")).satisfies(it -> {
            assertThat(it.code()).isEqualTo(6);
            assertThat(it.out()).isEmpty();
            assertThat(it.err()).isEqualTo(busy + "\n");
        });
    }

    @Test
    void isAFailureWhenTheServerCannotCalculate() {
        var off = "The pool of this server is switched off. Nothing was done.";
        server.answers("/pool/local/runs", ContractServer.problem(409, off));

        var result = freshet.run("pool", "run", "local");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo(off + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "LIMITED, 0, cap 1000, 0",
        "LIMITED, 5, 5 held: find out why and remove or release them first, 9",
        "LIMITED, 2, 'cap 1000, 1000 not proven gone', 0",
        "LIMITED, 2, ramp 10, 0",
        "LIMITED, 0, '4 starts in a row failed, next try at 2026-11-20T10:00:14Z', 9",
        "SUBMITTED, 0, '4 starts in a row failed, one at a time until a pilot stays', 9",
        "SUBMITTED, 2, ramp 10, 0",
        "ENOUGH, 2, none, 0"
    })
    void saysOnStderrWhatKeepsPilotsFromBeingSubmittedUntilAPersonLooks(
            String outcome, int held, String limit, int code) {
        var terms = ", \"terms\": " + TERMS.formatted(held, limit);
        server.answers("/pool/np04/runs", over(result("np04", outcome, "np04: so.", terms)));

        var result = freshet.run("pool", "run", "np04");

        assertThat(result.code()).isEqualTo(code);
        assertThat(code == 0 ? result.out() : result.err()).isEqualTo("np04: so.\n");
    }

    @Test
    void isSilentForCronWhereThereIsNothingToDo() {
        server.answers("/sites", "{\"items\": [%s]}".formatted(site("local", "LOCAL")));

        var result = freshet.run("pool", "run");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("No site has the batch system HTCondor: nothing to do.\n");
        assertThat(result.err()).isEmpty();
        assertThat(asked("/pool/local/runs")).isZero();
    }

    @Test
    void understandsAnOrder() {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "submit", "order": {"site": "np04", "orderId": "o-1",
                 "nonces": ["a", "b"], "launch": {"servers": ["https://freshet.example"], "secret": {"value": "s"},
                 "capacity": {"cores": 0, "memoryMb": 0, "diskMb": 0, "tags": []}}}}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, over(result("np04", "REFUSED", "np04: refused.", "")));

        assertThat(freshet.run("pool", "run", "np04").code()).isEqualTo(9);

        assertThat(server.last().json().path("did").asString()).isEqualTo("submit");
        assertThat(server.last().json().path("submission").path("is").asString())
                .isEqualTo("refused");
    }

    @Test
    void printsJsonOfOneSiteAsOneDocumentAndOfSeveralAsAList() {
        server.answers("/pool/farm/runs", over(result("farm", "ENOUGH", "farm: enough.", "")));
        server.answers("/pool/np04/runs", over(result("np04", "UNKNOWN", "np04: who knows.", "")));

        assertThat(freshet.run("pool", "run", "farm", "--json")
                        .json()
                        .path("outcome")
                        .asString())
                .isEqualTo("ENOUGH");
        assertThat(freshet.run("pool", "run", "farm", "--json").out()).doesNotContain("null");
        assertThat(freshet.run("pool", "run", "--json")).satisfies(it -> {
            assertThat(it.code()).isEqualTo(9);
            assertThat(it.json().path(1).path("site").asString()).isEqualTo("np04");
        });
    }

    @Test
    void tellsWhatBecomesOfWhatWasSubmittedWhenTheConnectionIsLost() {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "ending", "site": "np04", "slot": {"value": "1.0"}}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, ContractServer.problem(503, "The database cannot be reached."));

        var result = freshet.run("pool", "run", "np04");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("The database cannot be reached.", "What was submitted is found by the next calculation.");
    }

    @Test
    void sendsAnAnswerAgainThatCameToAnotherServerBehindTheSameAddress() {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "ending", "site": "np04", "slot": {"value": "1.0"}}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, ContractServer.problem(404, "This server knows no pool calculation."));
        server.beforeAnswers(
                () -> {},
                () -> {},
                () -> {},
                () -> server.answers("/pool/np04/runs/" + RUN, over(result("np04", "ENOUGH", "np04: enough.", ""))));

        var result = freshet.run("pool", "run", "np04");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("np04: enough.\n");
        assertThat(result.err()).isEmpty();
        assertThat(asked("/pool/np04/runs")).isEqualTo(1);
        assertThat(asked("/pool/np04/runs/" + RUN)).isEqualTo(2);
    }

    @Test
    void beginsAgainOnceWhenNoServerKnowsTheCalculationAnyMore() {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "ending", "site": "np04", "slot": {"value": "1.0"}}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, ContractServer.problem(404, "This server knows no pool calculation."));

        var result = freshet.run("pool", "run", "np04");

        assertThat(asked("/pool/np04/runs")).isEqualTo(2);
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("This server knows no pool calculation.");
    }

    @Test
    void saysThatTheCalculationWasForgottenWhileItsOwnTurnKeepsItFromBeginningAgain() {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "ending", "site": "np04", "slot": {"value": "1.0"}}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, ContractServer.problem(404, "This server knows no pool calculation."));
        var sites = 1;
        var tellings = 8;
        var before = new Runnable[sites + 1 + tellings + 1];
        Arrays.fill(before, (Runnable) () -> {});
        before[sites + 1 + tellings] = () -> server.answers(
                "/pool/np04/runs",
                ContractServer.problem(
                        "/problems/pool-in-other-hands", 409, "The pool of np04 is being calculated by user cron."));
        server.beforeAnswers(before);

        var result = freshet.run("pool", "run", "np04");

        assertThat(asked("/pool/np04/runs")).isEqualTo(2);
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("This server knows no pool calculation.\n");
    }

    private long asked(String path) {
        return server.received().stream()
                .filter(it -> it.path().equals("/api/v1" + path))
                .count();
    }

    @Test
    void triesTheOthersWhenTheServerCannotSayWhatCameOfOne() {
        server.answers("/pool/farm/runs", ContractServer.problem(503, "The pool calculation of farm takes long."));
        server.answers("/pool/np04/runs", over(result("np04", "ENOUGH", "np04: enough.", "")));

        var result = freshet.run("pool", "run");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEqualTo("np04: enough.\n");
        assertThat(result.err())
                .contains("The pool calculation of farm takes long.")
                .doesNotContain("Not tried");
    }

    /** The first is begun when it goes, so only the second finds that nobody listens. */
    @Test
    void doesNotTryTheOthersWhenNobodyListens() {
        server.beforeAnswers(() -> {}, server::close);

        var result = freshet.run("pool", "run", "farm", "np04", "local");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("No server answers at " + server.url(), "Not tried: local.");
    }

    @Test
    void knowsWhichSitesThereAre() {
        assertThat(freshet.run("pool", "run", "np40")).satisfies(it -> {
            assertThat(it.code()).isEqualTo(5);
            assertThat(it.err()).isEqualTo("no such site 'np40'; did you mean 'np04'? Nothing was done.\n");
        });
        assertThat(freshet.run("pool", "run", "byhand")).satisfies(it -> {
            assertThat(it.code()).isEqualTo(6);
            assertThat(it.err()).contains("freshet site set byhand batch=htcondor");
        });
        assertThat(freshet.run("pool", "explain", "np40")).satisfies(it -> {
            assertThat(it.code()).isEqualTo(5);
            assertThat(it.err()).isEqualTo("no such site 'np40'; did you mean 'np04'?\n");
        });
        assertThat(freshet.run("pool", "explain", "np04").err())
                .isEqualTo("The pool of site np04 was never calculated. Next step: freshet pool run np04\n");
    }

    @Test
    void keepsOrdersWhereNobodyElseReads() throws IOException {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "look", "site": "np04"}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, over(result("np04", "UNREADABLE", "np04: unknown.", "")));
        var open = Files.createDirectory(home.resolve("open"), permissions("rwxr-xr-x"));

        freshet.run("pool", "run", "np04");
        var refused = freshet.run("pool", "run", "np04", "--directory", open.toString());

        assertThat(Files.getPosixFilePermissions(home.resolve("htcondor")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(refused.code()).isEqualTo(7);
        assertThat(refused.err()).contains("is open to others", "chmod 700 " + open);
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    @Test
    void readsWhereHTCondorIsFromTheFileAndTheEnvironment() throws IOException {
        server.answers("/pool/np04/runs", """
                {"run": "%s", "installation": "i", "task": {"do": "look", "site": "np04"}}""".formatted(RUN));
        server.answers("/pool/np04/runs/" + RUN, over(result("np04", "UNREADABLE", "np04: unknown.", "")));
        var config = Files.writeString(home.resolve("config"), "htcondor-bin = bin\nhtcondor-directory = orders\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        freshet.with("FRESHET_CONFIG", config.toString());

        freshet.run("pool", "run", "np04");
        assertThat(home.resolve("orders")).isDirectory();

        freshet.with(
                        "FRESHET_HTCONDOR_DIRECTORY",
                        home.resolve("of-environment").toString())
                .run("pool", "run", "np04");
        assertThat(home.resolve("of-environment")).isDirectory();

        freshet.run(
                "pool", "run", "np04", "--directory", home.resolve("of-option").toString());
        assertThat(home.resolve("of-option")).isDirectory();
    }

    @Test
    void explainsASiteWithEveryTerm() {
        server.answers("/pool/np04", standing("SUBMITTED", TERMS.formatted(2, "ramp 10")));

        var result = freshet.run("pool", "explain", "np04");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith(
                        SENTENCE + "\nSo since 2026-11-20 03:00:00 UTC (20 min 00 s), last found 10 s ago by user cron"
                                + " from submit.example.\n")
                .containsPattern("\nwant +80  demand \\+ reserve\n")
                .containsPattern("\ncap +1,000  most pilots at once\n")
                .containsPattern("\nlimit +ramp 10\n")
                .containsPattern("\nTYPE +WAITING +RUNNABLE +TYPICAL +JOBS PER PILOT +PILOTS\n")
                .containsPattern("\nevdisp +70 +60 +1 min 35 s +3 +20\n")
                .containsPattern("\nmonitor +2 +2 +not known +1 +2\n")
                .contains("The batch system holds 2 slots.", "  freshet site set np04 ramp=N\n")
                .contains("The limit of type evdisp lets 60 of 70 jobs run now.", "  freshet type limit evdisp N\n")
                .doesNotContain("Nobody has calculated it");
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSED, freshet site resume np04",
        "UNREADABLE, condor_q",
        "IMPLAUSIBLE, freshet pilot list --site np04",
        "REFUSED, freshet pool run np04",
        "UNKNOWN, freshet pilot list --site np04 --state submitted"
    })
    void saysWhatToDo(String outcome, String command) {
        server.answers("/pool/np04", standing(outcome, "null"));

        assertThat(freshet.run("pool", "explain", "np04").out()).endsWith("\n  " + command + "\n");
    }

    @Test
    void noticesThatNobodyCalculates() {
        server.answers(
                "/pool/np04", standing("ENOUGH", TERMS.formatted(0, "none")).replace("03:19:50", "03:10:00"));

        assertThat(freshet.run("pool", "explain", "np04").out())
                .contains("Nobody has calculated it for 10 min 00 s.", "  freshet pool run np04\n");
    }

    @Test
    void printsTheDocumentOfTheApi() {
        server.answers("/pool/np04", standing("ENOUGH", TERMS.formatted(0, "none")));

        assertThat(freshet.run("pool", "explain", "np04", "--json")
                        .json()
                        .path("run")
                        .path("terms")
                        .path("want")
                        .asInt())
                .isEqualTo(80);
    }

    @Test
    void listsHowSitesStand() {
        server.answers("/pool", "{\"items\": [" + standing("LIMITED", TERMS.formatted(0, "ramp 10")) + "]}");

        assertThat(freshet.run("pool", "list").out()).isEqualTo("""
                        SITE  OUTCOME  WANT  HAVE  TOTAL    CAP  SUBMIT  LIMIT    CALCULATED  BY
                        np04  limited    80    53     60  1,000      10  ramp 10    10 s ago  user cron from submit.example
                        """);
        server.answers("/pool", "{\"items\": []}");
        assertThat(freshet.run("pool", "list").err()).isEqualTo("No pool was calculated yet.\n");
    }
}
