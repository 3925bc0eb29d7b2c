package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.freshet.protocol.DataTypeView;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.DataTypesAdded;
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

/** Data types as people add them. */
class DataTypesIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void addsOneOrAListAndTellsTheAudit() {
        var one = add("{\"name\": \"TXT\", \"ext\": \".txt\", \"comment\": \"plain text\"}");
        var list = add("""
                [{"name": "ROOT", "ext": ".root", "outputCheck": "EXISTS"}, {"name": "ANY", "outputCheck": "NONE"}]""");

        assertThat(one.status()).isEqualTo(201);
        assertThat(one.as(DataTypesAdded.class).items()).singleElement().satisfies(it -> {
            assertThat(it.created()).isTrue();
            assertThat(it.dataType().outputCheck()).isEqualTo(OutputCheck.NOT_EMPTY);
        });
        assertThat(list.status()).isEqualTo(201);
        assertThat(list())
                .filteredOn(it -> List.of("ANY", "ROOT", "TXT").contains(it.name()))
                .extracting(it -> it.name() + it.ext() + " " + it.comment() + " " + it.outputCheck())
                .containsExactly("ANY  NONE", "ROOT.root  EXISTS", "TXT.txt plain text NOT_EMPTY");
        assertThat(api.get("/api/v1/audit?entity=datatype").body())
                .contains("\"name\":\"TXT\"", "\"actor\":\"user " + System.getProperty("user.name") + "\"");
    }

    @Test
    void changesNothingWhenTheSameIsAddedAgain() {
        add("{\"name\": \"same\", \"ext\": \".s\"}");
        var before = history();

        var again = add("[{\"name\": \"same\", \"ext\": \".s\", \"comment\": \"\", \"outputCheck\": \"NOT_EMPTY\"}]");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.as(DataTypesAdded.class).items())
                .singleElement()
                .satisfies(it -> assertThat(it.created()).isFalse());
        assertThat(history()).isEqualTo(before);
    }

    @Test
    void refusesAnotherOneOfThatNameAndSaysWhatDiffers() {
        add("{\"name\": \"kept\", \"ext\": \".a\", \"comment\": \"first\"}");

        var refused = add("""
                [{"name": "would-be-new"}, {"name": "kept", "ext": ".b", "comment": "first", "outputCheck": "NONE"}]""");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem().detail())
                .startsWith("There is a data type \"kept\" already, with ext \".a\" and not \".b\","
                        + " outputCheck \"NOT_EMPTY\" and not \"NONE\". Nothing was stored.");
        assertThat(list()).extracting(DataTypeView::name).contains("kept").doesNotContain("would-be-new");
    }

    @Test
    void takesOneOfSeveralThatAreAddedAtTheSameMoment() {
        var answers = IntStream.range(0, 6)
                .mapToObj(n -> CompletableFuture.supplyAsync(() ->
                        add("{\"name\": \"race\", \"ext\": \"." + n % 2 + "\"}").status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsOnlyOnce(201).containsOnly(200, 201, 409);
        assertThat(list()).extracting(DataTypeView::name).containsOnlyOnce("race");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "x", "exte": ".t"}              | exte: unknown field; known are comment, ext, name, outputCheck | 1
            [{"name": "x"}, {"name": "y", "size": 1}]| [1].size: unknown field                                        | 1
            {"ext": ".t"}                            | name: missing                                                  |
            {"name": "x", "ext": "txt"}              | ext: "txt" is not allowed; a dot                               |
            {"name": "x", "ext": "./t"}              | ext: "./t" is not allowed                                      |
            {"name": "x", "ext": ".0123456789012345678901234567890x"} | ext: ".0                                      |
            {"name": "a b"}                          | name: "a b" is not allowed                                     |
            {"name": "x", "outputCheck": "MAYBE"}    | outputCheck                                                    |
            [{"name": "x"}, null]                    | A JSON list of data types is expected                          |
            []                                       | A JSON list of data types is expected                          |
            """)
    void refusesWhatIsNoDataType(String body, String words, String line) {
        var before = list();

        var refused = add(body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.problem().detail()).contains(words);
        if (line != null) {
            assertThat(refused.problem().errors())
                    .singleElement()
                    .satisfies(it -> assertThat(it.line()).isEqualTo(Integer.valueOf(line)));
        }
        assertThat(list()).isEqualTo(before);
    }

    @Test
    void namesTheLineOfAnUnknownField() {
        var refused = add("""
                [
                  {"name": "x"},
                  {"name": "y",
                   "colour": "red"}
                ]""");

        assertThat(refused.problem().errors()).singleElement().satisfies(it -> {
            assertThat(it.field()).isEqualTo("[1].colour");
            assertThat(it.line()).isEqualTo(4);
        });
    }

    @Test
    void listsByNamePageByPage() {
        add("[{\"name\": \"zz1\"}, {\"name\": \"zz2\"}, {\"name\": \"zz3\"}]");

        var page = page("?after=zz0&limit=2");

        assertThat(page.items()).extracting(DataTypeView::name).containsExactly("zz1", "zz2");
        assertThat(page.next()).isEqualTo("zz2");
        assertThat(page("?after=zz2&limit=2").items())
                .extracting(DataTypeView::name)
                .containsExactly("zz3");
    }

    @Test
    void letsAViewerReadAndASubmitterAdd() {
        var viewer = Person.with(server, Role.VIEWER).api();
        var submitter = Person.with(server, Role.SUBMITTER).api();

        assertThat(viewer.get("/api/v1/datatypes").status()).isEqualTo(200);
        assertThat(viewer.post("/api/v1/datatypes", "{\"name\": \"v\"}").status())
                .isEqualTo(403);
        assertThat(submitter.post("/api/v1/datatypes", "{\"name\": \"s\"}").status())
                .isEqualTo(201);
    }

    private static Api.Answer add(String body) {
        return api.post("/api/v1/datatypes", body);
    }

    private static List<DataTypeView> list() {
        return page("?limit=1000").items();
    }

    private static Page<DataTypeView> page(String query) {
        return Api.JSON.readValue(
                api.get("/api/v1/datatypes" + query).body(), new TypeReference<Page<DataTypeView>>() {});
    }

    private static long history() {
        return server.db()
                .sql("select count(*) from event where entity = 'datatype'")
                .query(Long.class)
                .single();
    }
}
