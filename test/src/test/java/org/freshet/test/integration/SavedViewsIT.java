package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.SavedView;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** Lists of jobs that people keep: whose they are, who sees them, who removes them. */
class SavedViewsIT {

    private static TestServer server;
    private static Person viewer;
    private static Person submitter;
    private static Person operator;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        viewer = Person.with(server, Role.VIEWER);
        submitter = Person.with(server, Role.SUBMITTER);
        operator = Person.with(server, Role.OPERATOR);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<SavedView> seenBy(Api api) {
        return Api.JSON
                .readValue(api.get("/api/v1/views").body(), new TypeReference<Page<SavedView>>() {})
                .items();
    }

    private static SavedView save(Person who, String name, String query, boolean shared) {
        var answer = who.api().post("/api/v1/views", """
                {"name": "%s", "query": "%s", "shared": %s}
                """.formatted(name, query, shared));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(SavedView.class);
    }

    @Test
    void keepsTheOwnOnesForOneselfAndTheSharedOnesForAll() {
        var own = save(viewer, "mine", "state=FAILED", false);
        var shared = save(submitter, "for all", "?state=EXPIRED", true);

        assertThat(seenBy(viewer.api())).contains(own, shared);
        assertThat(seenBy(operator.api())).contains(shared).doesNotContain(own);
        assertThat(seenBy(new Api(server.url(), null))).contains(shared).doesNotContain(own);
        assertThat(shared.query()).isEqualTo("state=EXPIRED");
        assertThat(viewer.api().delete("/api/v1/views/" + shared.id()).status()).isEqualTo(403);
        assertThat(submitter.api().delete("/api/v1/views/" + own.id()).status()).isEqualTo(404);
        assertThat(operator.api().delete("/api/v1/views/" + shared.id()).status())
                .isEqualTo(204);
        assertThat(viewer.api().delete("/api/v1/views/" + own.id()).status()).isEqualTo(204);
        assertThat(viewer.api().delete("/api/v1/views/" + own.id()).status()).isEqualTo(404);
    }

    @Test
    void replacesOneOfTheSameName() {
        var before = save(submitter, "again", "state=FAILED", false);
        var after = save(submitter, "again", "state=RUNNING", false);

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(seenBy(submitter.api()))
                .filteredOn(it -> it.name().equals("again"))
                .singleElement()
                .returns("state=RUNNING", SavedView::query);
    }

    @Test
    void doesNotLetAViewerShare() {
        var answer = viewer.api().post("/api/v1/views", "{\"name\": \"loud\", \"shared\": true}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem().detail()).contains("needs the role SUBMITTER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"name\": \" \"}", "{\"name\": \"a\\u0007b\"}", "{\"name\": \"a\", \"query\": \"a\\nb\"}"
            })
    void refusesWhatIsNoNameOrNoAddress(String wish) {
        assertThat(viewer.api().post("/api/v1/views", wish).status()).isEqualTo(400);
    }

    @Test
    void isInTheAudit() {
        var view = save(submitter, "audited", "run=5077", true);
        submitter.api().delete("/api/v1/views/" + view.id());

        var audit = Api.JSON
                .readValue(
                        operator.api()
                                .get("/api/v1/audit?entity=view&id=" + view.id())
                                .body(),
                        new TypeReference<Page<AuditEntry>>() {})
                .items();

        assertThat(audit).extracting(AuditEntry::to).containsExactly("REMOVED", "SAVED");
        assertThat(audit.getLast())
                .returns("user " + submitter.name(), AuditEntry::actor)
                .returns("audited, for all: run=5077", AuditEntry::reason);
    }

    @Test
    void isKeptAndRemovedOnThePageOfTheList() {
        var browser = new Browser(server.url());
        browser.follow(browser.login(viewer.token()));
        browser.get("/jobs?state=FAILED&sort=oldest");

        var kept = browser.follow(
                browser.post("/views?state=FAILED&sort=oldest", Map.of("called", "<b>night</b>", "shared", "true")));
        var own = browser.follow(browser.post("/views?state=FAILED&sort=oldest", Map.of("called", "<b>night</b>")));
        var view = seenBy(viewer.api()).stream()
                .filter(it -> it.name().equals("<b>night</b>"))
                .findFirst()
                .orElseThrow();
        var removed = browser.follow(browser.post("/views/" + view.id() + "/remove", Map.of()));

        assertThat(kept.body()).contains("role=\"alert\"", "needs the role SUBMITTER");
        assertThat(own.body())
                .contains("The list is kept as “&lt;b&gt;night&lt;/b&gt;”.", "aria-current=\"page\">&lt;b&gt;night")
                .doesNotContain("<b>night");
        assertThat(view.query()).isEqualTo("state=FAILED&sort=oldest");
        assertThat(removed.body()).contains("is not kept any more");
        assertThat(seenBy(viewer.api())).doesNotContain(view);
    }
}
