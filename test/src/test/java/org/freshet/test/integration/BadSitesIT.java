package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.freshet.protocol.SiteView;
import org.freshet.test.support.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of sites is refused, and whose changes do not get lost. */
class BadSitesIT extends SitesFixture {

    @Test
    void refusesASecondSiteOfThatNameAlsoAtTheSameMoment() {
        add("{\"name\": \"once\"}");
        var statuses = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> api.post("/api/v1/sites", "{\"name\": \"twin\"}").status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        var again = api.post("/api/v1/sites", "{\"name\": \"once\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem().detail()).startsWith("There is a site \"once\" already.");
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../admin",
                "a/b",
                "/etc/x",
                ".hidden",
                "-x",
                "a b",
                "a\\\\b",
                "a\\u0000",
                "a\\n",
                "ä",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesANameThatCouldLeadOutOfADirectory(String name) throws IOException {
        var before = files();

        var answer = api.post("/api/v1/sites", "{\"name\": \"" + name + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(files()).isEqualTo(before);
        assertThat(sites()).extracting(SiteView::name).doesNotContain(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch            | \"SLURM\"",
                "mode             | \"\"",
                "cap              | -1",
                "cap              | 100001",
                "cap              | \"many\"",
                "reserve          | -1",
                "ramp             | -1",
                "heartbeatSeconds | 0",
                "heartbeatSeconds | 12",
                "lifetimeSeconds  | 0",
                "lifetimeSeconds  | 315360001",
                "idleSeconds      | -1",
                "maxJobs          | -1",
                "drainGraceSeconds| -1",
                "killGraceSeconds | 604801",
                "payloadUser      | \"root\"",
                "payloadUser      | \"a b\"",
                "cores            | -1",
                "cores            | 10001",
                "memoryMb         | 100000001",
                "memoryMb         | 1.5",
                "diskMb           | -1",
                "diskMb           | 3000000000",
                "tags             | \"gpu\"",
                "tags             | [\" \"]",
                "tags             | [\"a\\nb\"]",
                "tags             | [null]",
                "tags             | [{}]",
                "env              | {\"\": \"x\"}",
                "env              | {\"A=B\": \"x\"}",
                "env              | {\"A\": null}",
                "env              | {\"A\\u0000\": \"x\"}",
                "env              | [\"A\"]",
                "name             | \"other\"",
                "capp             | 3",
                "secret           | \"mine\"",
                "paused           | true",
                "pilotbeat        | 0",
                "pilots           | -3"
            })
    void refusesWhatCannotWorkAndNamesTheField(String field, String value) {
        if (sites().stream().noneMatch(it -> it.name().equals("strict"))) {
            add("{\"name\": \"strict\"}");
        }
        var before = site("strict");

        var answer = api.patch("/api/v1/sites/strict", "{\"" + field + "\": " + value + "}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(nameOfToday(field));
        assertThat(site("strict")).isEqualTo(before);
    }

    private static String nameOfToday(String field) {
        return switch (field) {
            case "pilotbeat" -> "heartbeatSeconds";
            case "pilots" -> "cap";
            default -> field;
        };
    }

    @Test
    void refusesTooManyTagsAndTooLongOnes() {
        var many = IntStream.range(0, 51).mapToObj(n -> "\"t" + n + "\"").toList();
        var tooLong = "\"" + "x".repeat(101) + "\"";
        var together = IntStream.range(0, 11)
                .mapToObj(n -> "\"" + n + "x".repeat(98) + "\"")
                .toList();

        for (var tags : List.of(many, List.of(tooLong), together)) {
            var answer = api.post("/api/v1/sites", "{\"name\": \"tagged\", \"tags\": " + tags + "}");

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.problem().errors()).extracting(it -> it.field()).containsExactly("tags");
        }
    }

    @Test
    void refusesAnEnvironmentThatIsTooLargeAndTellsEveryProblem() {
        var large = "{\"name\": \"large\", \"cap\": -1, \"env\": {\"A\": \"" + "x".repeat(65_536) + "\"}}";

        var answer = api.post("/api/v1/sites", large);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors()).extracting(it -> it.field()).containsExactly("cap", "env");
    }

    @Test
    void refusesAChangeOfWhatWasChangedMeanwhile() {
        add("{\"name\": \"versioned\"}");
        var seen = site("versioned").version();

        change("versioned", "{\"cap\": 1, \"version\": " + seen + "}");
        var late = api.patch("/api/v1/sites/versioned", "{\"cap\": 2, \"version\": " + seen + "}");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem().detail()).contains("was changed by somebody else meanwhile");
        assertThat(site("versioned").cap()).isEqualTo(1);
    }

    @Test
    void losesNoneOfManyChangesAtOnceThatItAccepted() {
        add("{\"name\": \"contested\"}");

        var accepted = IntStream.rangeClosed(1, 8)
                .mapToObj(n ->
                        CompletableFuture.supplyAsync(() -> api.patch("/api/v1/sites/contested", "{\"cap\": " + n + "}")
                                .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(accepted).contains(200).containsAnyOf(200, 409).isSubsetOf(200, 409);
        assertThat(history("contested"))
                .hasSize(1 + (int) accepted.stream().filter(it -> it == 200).count());
    }

    @Test
    void knowsNoSuchSite() {
        add("{\"name\": \"lxplus\"}");

        var show = api.get("/api/v1/sites/lxpuls");

        assertThat(show.status()).isEqualTo(404);
        assertThat(show.problem().detail()).isEqualTo("There is no site \"lxpuls\"; did you mean \"lxplus\"?");
        assertThat(api.patch("/api/v1/sites/nowhere", "{\"cap\": 1}").status()).isEqualTo(404);
        for (var action : new String[] {"pause", "resume", "secret"}) {
            assertThat(api.post("/api/v1/sites/nowhere/" + action, "{\"reason\": \"x\"}")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void needsATokenToChangeAndTellsNobodyASecret() {
        var reader = new Api(server.url(), null);

        assertThat(reader.post("/api/v1/sites", "{\"name\": \"free\"}").status())
                .isEqualTo(401);
        assertThat(reader.patch("/api/v1/sites/local", "{\"maxJobs\": 1}").status())
                .isEqualTo(401);
        assertThat(reader.post("/api/v1/sites/local/secret", "{}").status()).isEqualTo(401);
        assertThat(api.get("/api/v1/sites").body()).doesNotContain(server.secret("sites/local.secret"));
    }

    private static List<Path> files() throws IOException {
        try (var all = Files.walk(server.home(), 2)) {
            return all.filter(it -> !it.startsWith(server.home().resolve("log")))
                    .sorted()
                    .toList();
        }
    }
}
