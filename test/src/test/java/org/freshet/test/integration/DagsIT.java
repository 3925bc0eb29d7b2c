package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.freshet.test.support.DagText.aDag;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.freshet.protocol.DagChecked;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagLoaded;
import org.freshet.protocol.DagVersionView;
import org.freshet.protocol.DagView;
import org.freshet.protocol.Page;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.protocol.Role;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagText;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** Templates of workflows as people load, look at and delete them. */
class DagsIT {

    private static final String USER = System.getProperty("user.name");

    /** What p3s published, where it is at hand. */
    private static final Path PUBLISHED = Directories.project().resolve("../shared/samples/p3s");

    private static final DagText CHAIN =
            aDag().noop("in").vertex("filter").noop("out").edge("in", "filter").edge("filter", "out");

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
    void loadsADagAndShowsItAsItWasWritten() {
        var answer = put("chain", CHAIN, "?description=nightly%20filter");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        var loaded = answer.as(DagLoaded.class);
        assertThat(loaded.created()).isTrue();
        assertThat(loaded.dag()).satisfies(it -> {
            assertThat(List.of(it.name(), it.owner(), it.loadedBy())).containsExactly("chain", USER, USER);
            assertThat(List.of(it.version(), it.vertices(), it.edges())).containsExactly(1, 3, 2);
            assertThat(it.description()).isEqualTo("nightly filter");
        });
        assertThat(loaded.notices())
                .singleElement()
                .asString()
                .isEqualTo("There is no data type \"TXT\" yet; add it before a workflow is made of this DAG.");
        assertThat(show("chain", "")).satisfies(it -> {
            assertThat(it.dag()).isEqualTo(loaded.dag());
            assertThat(it.vertices()).extracting(DagDetail.Vertex::id).containsExactly("in", "filter", "out");
            assertThat(it.vertices().get(1).payload()).isEqualTo("/bin/true");
            assertThat(it.edges())
                    .extracting(edge -> edge.source() + ">" + edge.target() + " " + edge.datatag())
                    .containsExactly("in>filter IN_FILTER", "filter>out FILTER_OUT");
        });
        assertThat(list("?limit=1000")).contains(loaded.dag());
        assertThat(history("chain")).containsExactly(USER + " null>ACTIVE version 1: 3 vertices, 2 edges");
    }

    @Test
    void makesAVersionOnlyWhenAFileSaysSomethingNew() {
        load("versions", CHAIN);
        var sameInOtherWords = CHAIN.toString().replace("d101", "words").replace("    <node", "\n<node");

        var same = put("versions", CHAIN, "");
        var rewritten = put("versions", sameInOtherWords, "");
        var another = put("versions", CHAIN.vertex("more"), "");
        var described = put("versions", CHAIN.vertex("more"), "?description=with%20more");

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.as(DagLoaded.class).created()).isFalse();
        assertThat(same.as(DagLoaded.class).dag().version()).isEqualTo(1);
        assertThat(rewritten.status()).as(rewritten.body()).isEqualTo(200);
        assertThat(another.status()).isEqualTo(201);
        assertThat(another.as(DagLoaded.class).dag().version()).isEqualTo(2);
        assertThat(described.status()).isEqualTo(201);
        // Nothing was given this time: what was given before holds.
        assertThat(put("versions", CHAIN.vertex("more"), "").status()).isEqualTo(200);
        assertThat(show("versions", "").versions())
                .extracting(DagVersionView::version, DagVersionView::vertices, DagVersionView::description)
                .containsExactly(tuple(3, 4, "with more"), tuple(2, 4, ""), tuple(1, 3, ""));
        assertThat(show("versions", "?version=1").vertices()).hasSize(3);
        assertThat(history("versions")).hasSize(3);
    }

    @Test
    void givesEveryVersionBackAsAFileThatSaysTheSame() {
        load("exported", CHAIN);
        load("exported", CHAIN.vertex("more"));

        var first = api.get("/api/v1/dags/exported/graphml?version=1");
        var newest = api.get("/api/v1/dags/exported/graphml");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).contains("application/xml");
        assertThat(first.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"exported.graphml\"");
        assertThat(put("exported", newest.body(), "").status()).isEqualTo(200);
        assertThat(put("copy-of-first", first.body(), "").status()).isEqualTo(201);
        assertThat(show("copy-of-first", "").vertices())
                .isEqualTo(show("exported", "?version=1").vertices());
        assertThat(show("copy-of-first", "").edges())
                .isEqualTo(show("exported", "?version=1").edges());
    }

    @Test
    void leavesWhatIsThereAloneWhenALoadIsRefused() {
        load("intact", CHAIN);
        var before = show("intact", "");

        var cyclic = put("intact", CHAIN.edge("out", "in"), "");
        var cut = put("intact", CHAIN.toString().substring(0, 500), "");
        var tooMany = put("intact", many(20_001), "");

        assertThat(List.of(cyclic.status(), cut.status(), tooMany.status())).containsOnly(400);
        assertThat(tooMany.problem().detail()).containsPattern("20,?000");
        assertThat(show("intact", "")).isEqualTo(before);
    }

    @Test
    void namesLineAndVerticesOfACycle() {
        var refused = put("cyclic", CHAIN.edge("filter", "in"), "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem().detail()).startsWith("DAG \"cyclic\" was refused, and nothing was stored.");
        assertThat(refused.problem().errors()).singleElement().satisfies(it -> {
            assertThat(it.reason()).contains("closes a cycle").contains("in").contains("filter");
            assertThat(it.line()).isBetween(DagText.FIRST_LINE + 3, DagText.FIRST_LINE + 5);
        });
        assertThat(api.get("/api/v1/dags/cyclic").status()).isEqualTo(404);
    }

    @Test
    void tellsEveryVertexWithoutAPayloadAtOnce() {
        var bare = "<node id=\"%s\"><data key=\"d103\">filter</data></node>";

        var refused = put(
                "bare",
                aDag().line(bare.formatted("a"))
                        .vertex("b")
                        .line(bare.formatted("c"))
                        .edge("a", "c"),
                "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem().errors())
                .extracting(FieldError::field, FieldError::line)
                .containsExactly(tuple("node 'a'", DagText.FIRST_LINE), tuple("node 'c'", DagText.FIRST_LINE + 2));
    }

    @Test
    void refusesAFileOf50MegabytesInWords() {
        var refused = put("large", "<!--" + "x".repeat(50 * 1024 * 1024) + "-->", "");

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.problem().detail()).isEqualTo("The GraphML of a DAG has at most 20971520 bytes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                <?xml version="1.0"?>
                <!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
                <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">
                <node id="&d;"/></graph></graphml>
                """, """
                <?xml version="1.0"?>
                <!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">
                <node id="&x;"/></graph></graphml>
                """})
    void refusesEntitiesAndDocumentTypes(String text) {
        var refused = put("lol", text, "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("root:").doesNotContain("lollol");
        assertThat(refused.problem().errors())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("(DTD) is not allowed"));
    }

    @Test
    void checksWithoutStoring() {
        var checked = api.send(api.request("/api/v1/dags/checked/validate").POST(text(CHAIN)));
        var refused = api.send(api.request("/api/v1/dags/checked/validate").POST(text(CHAIN.edge("x", "y"))));

        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.as(DagChecked.class)).satisfies(it -> {
            assertThat(List.of(it.vertices(), it.edges())).containsExactly(3, 2);
            assertThat(it.notices()).isNotEmpty();
        });
        assertThat(refused.problem().errors()).hasSize(2);
        assertThat(api.get("/api/v1/dags/checked").status()).isEqualTo(404);
    }

    @Test
    void letsOnlyOwnerAndOperatorsLoadAndDeleteUnderAName() {
        var mara = Person.with(server, Role.SUBMITTER);
        var tom = Person.with(server, Role.SUBMITTER);
        var operator = Person.with(server, Role.OPERATOR);
        var viewer = Person.with(server, Role.VIEWER);
        put(mara.api(), "maras", CHAIN, "");

        var taken = put(tom.api(), "maras", CHAIN.vertex("toms"), "");
        var deleted = tom.api().delete("/api/v1/dags/maras");
        var watched = put(viewer.api(), "viewers", CHAIN, "");
        var over = put(operator.api(), "maras", CHAIN.vertex("operators"), "");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem().detail())
                .startsWith("DAG \"maras\" belongs to " + mara.name() + "; nothing was stored.");
        assertThat(deleted.status()).isEqualTo(403);
        assertThat(deleted.problem().detail()).contains(mara.name(), "the role OPERATOR");
        assertThat(watched.status()).isEqualTo(403);
        assertThat(over.status()).isEqualTo(201);
        assertThat(over.as(DagLoaded.class).dag()).satisfies(it -> {
            assertThat(it.owner()).isEqualTo(mara.name());
            assertThat(it.loadedBy()).isEqualTo(operator.name());
        });
        assertThat(mara.api().delete("/api/v1/dags/maras").status()).isEqualTo(204);
        assertThat(viewer.api().get("/api/v1/dags/maras").status()).isEqualTo(404);
    }

    @Test
    void forgetsADeletedDagButNotThatItWasThere() {
        load("gone", CHAIN);
        load("gone", CHAIN.vertex("more"));

        var deleted = api.delete("/api/v1/dags/gone?reason=was%20a%20trial");

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        var gone = api.get("/api/v1/dags/gone");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(api.get("/api/v1/audit?entity=dag").body())
                .contains("DAG gone with 2 versions: was a trial", "DELETED");
        assertThat(server.db()
                        .sql(
                                "select count(*) from dag_version v where not exists (select 1 from dag where id = v.dag_id)")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(put("gone", CHAIN, "").as(DagLoaded.class).dag().version()).isEqualTo(1);
    }

    @Test
    void countsEveryVersionOnceWhenManyLoadAtTheSameMoment() {
        var answers = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> put("race", CHAIN.vertex("v" + n), "")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Api.Answer::status).containsOnly(201);
        assertThat(show("race", "").versions())
                .extracting(DagVersionView::version)
                .containsExactly(4, 3, 2, 1);
    }

    @Test
    void takesTheLargestDagThatIsAllowed() {
        var answer = put("largest", many(20_000), "");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(show("largest", "").vertices()).hasSize(20_000);
    }

    @Test
    void saysWhichDagOrVersionThereIs() {
        load("near-miss", CHAIN);

        assertThat(api.get("/api/v1/dags/near-mis").problem().detail())
                .isEqualTo("There is no DAG \"near-mis\"; did you mean \"near-miss\"?");
        assertThat(api.get("/api/v1/dags/near-miss?version=7").problem().detail())
                .isEqualTo("DAG \"near-miss\" has no version 7; its newest is 1.");
        assertThat(api.get("/api/v1/dags/near-miss/graphml?version=0").status()).isEqualTo(404);
    }

    @Test
    void listsByNamePageByPage() {
        for (var name : List.of("zz1", "zz2", "zz3")) {
            load(name, CHAIN);
        }

        var first = Api.JSON.readValue(
                api.get("/api/v1/dags?after=zz0&limit=2").body(), new TypeReference<Page<DagView>>() {});

        assertThat(first.items()).extracting(DagView::name).containsExactly("zz1", "zz2");
        assertThat(first.next()).isEqualTo("zz2");
        assertThat(list("?after=zz2&limit=5")).extracting(DagView::name).containsExactly("zz3");
    }

    @Test
    void takesWhatP3sPublishedOrTellsWhatIsWrongVertexByVertex() throws IOException {
        assumeThat(PUBLISHED).isDirectory();
        try (var files = Files.walk(PUBLISHED)) {
            var published =
                    files.filter(it -> it.toString().endsWith(".graphml")).toList();

            assertThat(published).isNotEmpty();
            for (var file : published) {
                var name = file.getFileName().toString().replace(".graphml", "");
                var answer = put("p3s-" + name, Files.readString(file), "");

                assertThat(answer.status()).as("%s: %s", file, answer.body()).isIn(201, 400);
                if (answer.status() == 400) {
                    assertThat(answer.problem().errors())
                            .as("%s", file)
                            .isNotEmpty()
                            .extracting(FieldError::field)
                            .doesNotHaveDuplicates()
                            .allMatch(it -> it != null && it.startsWith("node "));
                }
            }
        }
    }

    private static void load(String name, DagText text) {
        var answer = put(name, text, "");
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
    }

    private static Api.Answer put(String name, Object text, String query) {
        return put(api, name, text, query);
    }

    private static Api.Answer put(Api as, String name, Object text, String query) {
        return as.send(
                as.request("/api/v1/dags/" + name + query).PUT(text(text)).header("Content-Type", "application/xml"));
    }

    private static BodyPublisher text(Object text) {
        return BodyPublishers.ofString(text.toString());
    }

    private static String many(int vertices) {
        var ids = IntStream.range(0, vertices)
                .mapToObj(n ->
                        "<node id=\"v%d\"><data key=\"d101\">p</data><data key=\"d103\">t</data></node>".formatted(n));
        return aDag().line(String.join("\n", ids.toList())).toString();
    }

    private static DagDetail show(String name, String query) {
        var answer = api.get("/api/v1/dags/" + name + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(DagDetail.class);
    }

    private static List<DagView> list(String query) {
        return Api.JSON
                .readValue(api.get("/api/v1/dags" + query).body(), new TypeReference<Page<DagView>>() {})
                .items();
    }

    private static List<String> history(String name) {
        return server.db().sql("""
                        select replace(actor, 'user ', '') || ' ' || coalesce(from_state, 'null') || '>' || to_state || ' ' || reason
                        from event
                        where entity = 'dag' and entity_id = (select id from dag where name = :name)
                        order by at
                        """).param("name", name).query(String.class).list();
    }
}
