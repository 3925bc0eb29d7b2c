package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.DatasetsAdded;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.test.support.Api;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Datasets that somebody brings. */
class DatasetsIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
        api.post("/api/v1/datatypes", "[{\"name\": \"TXT\", \"ext\": \".txt\"}, {\"name\": \"ADC\"}]");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void addsOneOrAListAndTellsTheHistory() {
        var one = add("{\"path\": \"/data//one/a.txt\", \"datatype\": \"TXT\", \"state\": \"written\"}");
        var list = add("""
                [{"dirpath": "/data/list", "name": "b.txt", "datatype": "TXT", "datatag": "B", "comment": "second"},
                 {"path": "/c.adc", "name": "c.adc", "datatype": "ADC"}]""");

        assertThat(one.status()).as(one.body()).isEqualTo(201);
        assertThat(one.as(DatasetsAdded.class).items()).singleElement().satisfies(it -> {
            assertThat(it.created()).isTrue();
            assertThat(it.dataset().path()).isEqualTo("/data/one/a.txt");
            assertThat(it.dataset().dirpath()).isEqualTo("/data/one");
            assertThat(it.dataset().name()).isEqualTo("a.txt");
            assertThat(it.dataset().state()).isEqualTo(DatasetState.WRITTEN);
            assertThat(it.dataset().writtenAt()).isNotNull();
            assertThat(it.dataset().workflow()).isNull();
        });
        assertThat(list.status()).isEqualTo(201);
        assertThat(list())
                .extracting(it ->
                        it.path() + " " + it.dirpath() + " " + it.datatag() + " " + it.comment() + " " + it.state())
                .contains("/data/list/b.txt /data/list B second DEFINED", "/c.adc /   DEFINED");
        assertThat(history(one)).containsExactly("null WRITTEN user " + System.getProperty("user.name"));
    }

    @Test
    void changesNothingWhenTheSameIsAddedAgain() {
        var first = add("{\"path\": \"/same.txt\", \"datatype\": \"TXT\"}");

        var again = add("""
                [{"dirpath": "/", "name": "same.txt", "datatype": "TXT", "comment": ""},
                 {"path": "/same.txt", "datatype": "TXT"}]""");

        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.as(DatasetsAdded.class).items()).hasSize(2).allSatisfy(it -> {
            assertThat(it.created()).isFalse();
            assertThat(it.dataset().id())
                    .isEqualTo(first.as(DatasetsAdded.class)
                            .items()
                            .getFirst()
                            .dataset()
                            .id());
        });
        assertThat(history(first)).hasSize(1);
    }

    @Test
    void marksOneAsWrittenAndNeverBack() {
        var first = add("{\"path\": \"/later.txt\", \"datatype\": \"TXT\"}");

        add("{\"path\": \"/later.txt\", \"datatype\": \"TXT\", \"state\": \"WRITTEN\"}");
        var back = add("{\"path\": \"/later.txt\", \"datatype\": \"TXT\", \"state\": \"defined\"}");

        assertThat(back.as(DatasetsAdded.class).items())
                .singleElement()
                .satisfies(it -> assertThat(it.dataset().state()).isEqualTo(DatasetState.WRITTEN));
        assertThat(history(first)).hasSize(2).element(1).asString().startsWith("DEFINED WRITTEN user ");
    }

    @Test
    void marksOneAsWrittenThatIsNamedTwice() {
        var answer = add("""
                [{"path": "/twice.txt", "datatype": "TXT"}, {"path": "/twice.txt", "datatype": "TXT", "state": "written"}]""");

        assertThat(answer.as(DatasetsAdded.class).items())
                .extracting(it -> it.dataset().state())
                .containsOnly(DatasetState.WRITTEN);
    }

    @Test
    void marksTheSameOnesInWhateverOrderTheyAreNamed() {
        var paths = IntStream.range(1000, 1500).mapToObj(it -> "/order/" + it).toList();
        for (int round = 0; round < 5; round++) {
            add(all(paths, "defined"));
            server.db()
                    .sql("update dataset set state = 'DEFINED', written_at = null where path like '/order/%'")
                    .update();

            var answers = IntStream.range(0, 6)
                    .mapToObj(n -> CompletableFuture.supplyAsync(
                            () -> add(all(n % 2 == 0 ? paths : paths.reversed(), "written"))))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(answers).extracting(Api.Answer::status).containsOnly(200);
        }
    }

    private static String all(List<String> paths, String state) {
        return paths.stream()
                .map(it -> "{\"path\": \"%s\", \"datatype\": \"TXT\", \"state\": \"%s\"}".formatted(it, state))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Test
    void refusesAnotherOneOfThatPathAndStoresNothing() {
        add("{\"path\": \"/kept.txt\", \"datatype\": \"TXT\", \"comment\": \"first\"}");
        var before = list();

        var refused = add("""
                [{"path": "/would-be-new.txt", "datatype": "TXT"}, {"path": "/kept.txt", "datatype": "ADC", "comment": "2nd"}]""");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem().detail())
                .contains("with the path /kept.txt already, with datatype \"TXT\" and not \"ADC\","
                        + " comment \"first\" and not \"2nd\". Nothing was stored.");
        assertThat(list()).isEqualTo(before);
    }

    @Test
    void takesOneOfSeveralThatAreAddedAtTheSameMoment() {
        var answers = IntStream.range(0, 6)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> add("""
                        [{"path": "/race/%d", "datatype": "TXT"}, {"path": "/race/%d", "datatype": "TXT"}]""".formatted(n % 2, (n + 1) % 2))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Api.Answer::status).containsOnly(200, 201);
        assertThat(list()).filteredOn(it -> it.path().startsWith("/race/")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"datatype": "TXT"}                                           | path: missing; the full path
            {"path": "/a", "dirpath": "/b", "datatype": "TXT"}            | path: path and dirpath are both given
            {"dirpath": "/b", "datatype": "TXT"}                          | name: missing
            {"path": "a.txt", "datatype": "TXT"}                          | path: "a.txt" is not a full path
            {"dirpath": "b", "name": "a", "datatype": "TXT"}              | dirpath: "b" is not a full path
            {"path": "/a/", "datatype": "TXT"}                            | path: "/a/" is the path of a directory
            {"dirpath": "/a", "name": "..", "datatype": "TXT"}            | dirpath: "/a/.." is the path of a directory
            {"dirpath": "/a", "name": "b/c", "datatype": "TXT"}           | name: "b/c" is not the name of a file
            {"path": "/a/b", "name": "c", "datatype": "TXT"}              | name: "c" is not the last part
            {"path": "/a\\nb", "datatype": "TXT"}                         | path: a path without control characters
            {"path": "/a"}                                                | datatype: missing
            {"path": "/a", "datatype": "TXTT"}                            | datatype: there is no data type "TXTT"
            {"path": "/a", "datatype": "TXT", "datatag": "A B"}           | datatag: the name of a variable
            {"path": "/a", "datatype": "TXT", "state": "gone"}            | state: "gone" is not allowed
            {"path": "/a", "datatype": "TXT", "size": 1}                  | size: unknown field; known are comment
            {"path": "/a", "datatype": []}                                | datatype: missing, or a value of another kind
            [{"path": "/a", "datatype": "TXT"}, null]                     | A JSON list of datasets is expected
            []                                                            | A JSON list of datasets is expected
            {"path": "/a", "datatype": "TXT"} {}                          | A JSON list of datasets is expected
            """)
    void refusesWhatIsNoDatasetAndStoresNothing(String body, String words) {
        var before = list();

        var refused = add(body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.problem().detail()).contains(words);
        assertThat(list()).isEqualTo(before);
    }

    @Test
    void namesTheFieldAndTheLineOfEveryProblem() {
        var refused = add("""
                [
                  {"path": "/x", "datatype": "TXT"},
                  {"path": "x",
                   "datatype": "TXTT"},
                  {"datatype": "TXT"}
                ]""");

        assertThat(refused.problem().errors())
                .extracting(it -> it.field() + " " + it.line())
                .containsExactlyInAnyOrder("[1].path 3", "[1].datatype 3", "[2].path 5");
    }

    @Test
    void namesTheLineOfAnUnknownField() {
        var refused = add("""
                [{"path": "/x", "datatype": "TXT"},
                 {"path": "/y",
                  "colour": "red"}]""");

        assertThat(refused.problem().errors()).singleElement().satisfies(it -> {
            assertThat(it.field()).isEqualTo("[1].colour");
            assertThat(it.line()).isEqualTo(3);
        });
    }

    @Test
    void letsAViewerReadAndASubmitterAdd() {
        var viewer = Person.with(server, Role.VIEWER).api();
        var submitter = Person.with(server, Role.SUBMITTER).api();
        var body = "{\"path\": \"/mine.txt\", \"datatype\": \"TXT\"}";

        assertThat(viewer.post("/api/v1/datasets", body).status()).isEqualTo(403);
        assertThat(submitter.post("/api/v1/datasets", body).status()).isEqualTo(201);
    }

    private static Api.Answer add(String body) {
        return api.post("/api/v1/datasets", body);
    }

    private static List<DatasetView> list() {
        return Api.JSON
                .readValue(api.get("/api/v1/datasets?limit=1000").body(), new TypeReference<Page<DatasetView>>() {})
                .items();
    }

    private static List<String> history(Api.Answer added) {
        var id = added.as(DatasetsAdded.class).items().getFirst().dataset().id();
        return server.db()
                .sql(
                        "select from_state, to_state, actor from event where entity = 'dataset' and entity_id = :id order by at")
                .param("id", id)
                .query((row, n) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                .list();
    }
}
