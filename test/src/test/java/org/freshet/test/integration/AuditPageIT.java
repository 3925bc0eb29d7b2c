package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.freshet.protocol.Role;
import org.freshet.test.support.Browser;
import org.freshet.test.support.People;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The audit as a page and as a file: who may read it, and how it is narrowed down and turned. */
class AuditPageIT {

    private static final Pattern THING = Pattern.compile(">job ([0-9]+)</a>");
    private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
    private static final Pattern NEWER = Pattern.compile("rel=\"prev\" href=\"([^\"]+)\"");

    private static TestServer server;
    private static People people;
    private static Browser operator;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        people = new People(server);
        operator = as("otto", Role.OPERATOR);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browser as(String name, Role role) {
        var browser = new Browser(server.url());
        assertThat(browser.login(people.token(name, role)).status()).isEqualTo(303);
        return browser;
    }

    private static String page(String path) {
        var page = operator.get(path);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private static List<Long> jobs(String html) {
        return THING.matcher(html)
                .results()
                .map(it -> Long.valueOf(it.group(1)))
                .toList();
    }

    private static String link(Pattern pattern, String html) {
        var found = pattern.matcher(html);
        assertThat(found.find()).as(html).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    @Test
    void isReadByOperatorsAndAdministratorsOnly() {
        for (var path : List.of("/audit", "/audit.csv", "/audit?user=otto")) {
            assertThat(as("ada", Role.ADMIN).get(path).status()).isEqualTo(200);
            assertThat(operator.get(path).status()).isEqualTo(200);
            var refused = as("vera", Role.VIEWER).get(path);
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.body()).contains("This needs the role OPERATOR; the account vera has VIEWER.");
            assertThat(new Browser(server.url()).get(path).location()).contains("/login");
        }
        assertThat(operator.get("/jobs").body()).contains("href=\"/audit\"");
        assertThat(as("vera", Role.VIEWER).get("/jobs").body()).doesNotContain("href=\"/audit\"");
    }

    @Test
    void saysWhoDidWhatFromWhereAndWhy() {
        var mara = Person.with(server, Role.SUBMITTER);
        var job = mara.api().submit(aJob().with("name", "a <i>plot</i>"));
        mara.api().post("/api/v1/jobs/" + job + "/cancel", "{\"reason\": \"wrong <b>input</b>\"}");

        var html = page("/audit?user=" + mara.name() + "&action=cancelled");

        assertThat(html)
                .contains(
                        ">job " + job + "</a>",
                        "href=\"/jobs/" + job + "\"",
                        "a &lt;i&gt;plot&lt;/i&gt;",
                        "#i-cancelled")
                .contains("wrong &lt;b&gt;input&lt;/b&gt;", "127.0.0.1 token " + mara.tokenId(), "defined → ");
        assertThat(jobs(html)).containsExactly(job.value());
        assertThat(jobs(page("/audit?entity=job&id=" + job))).hasSize(2);
        assertThat(jobs(page("/audit?user=" + mara.name() + "&to=2020-01-01"))).isEmpty();
        assertThat(page("/audit?user=" + mara.name() + "&from=yesterday&flavour=cold"))
                .contains("from=yesterday", "no such value", "flavour=cold", "not a filter");
    }

    @Test
    void offersEveryKindOfThingThatTheHistoryKnows() {
        var known = server.db()
                .sql(
                        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'event_entity' and conrelid = 'event'::regclass")
                .query(String.class)
                .single();

        assertThat(values("name=\"entity\" value=\"([A-Z]+)\"", page("/audit")))
                .containsExactlyInAnyOrderElementsOf(values("'([a-z]+)'", known));
    }

    private static List<String> values(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(it -> it.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void turnsPagesWithoutGapOrRepetition() {
        var mara = Person.with(server, Role.SUBMITTER);
        mara.api().submit(aJob().times(120));
        var first = page("/audit?user=" + mara.name());
        var second = page(link(OLDER, first));
        var third = page(link(OLDER, second));

        var seen = new ArrayList<Long>();
        List.of(first, second, third).forEach(it -> seen.addAll(jobs(it)));

        assertThat(seen).hasSize(120).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(third).doesNotContain("rel=\"next\"");
        assertThat(jobs(page(link(NEWER, third)))).isEqualTo(jobs(second));
        assertThat(jobs(page(link(NEWER, second)))).isEqualTo(jobs(first));
    }

    @Test
    void countsWhatCameSinceThePageWasMade() {
        var mara = Person.with(server, Role.SUBMITTER);
        mara.api().submit(aJob().times(2));
        var html = page("/audit?user=" + mara.name());
        var live = link(Pattern.compile("data-live-url=\"([^\"]+)\""), html);

        mara.api().submit(aJob().times(3));

        assertThat(page(live)).contains("3 newer changes:");
        assertThat(jobs(page(live))).isEqualTo(jobs(html));
    }

    @Test
    void givesAFileOfAllThatMatch() {
        var mara = Person.with(server, Role.SUBMITTER);
        mara.api().submit(aJob().with("name", "=1+1").times(70));

        var file = operator.get("/audit.csv?entity=job&user=" + mara.name() + "&after=nonsense");

        assertThat(file.headers().firstValue("Content-Type"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("text/csv"));
        assertThat(file.body().split("\r\n"))
                .hasSize(71)
                .startsWith("at,entity,id,name,from,to,actor,origin,reason,attempt,changed");
        assertThat(file.body())
                .contains(",DEFINED,user " + mara.name() + ",127.0.0.1 token ")
                .doesNotContain(",=1+1");
    }

    @Test
    void searchesManyChangesInSteps() {
        try (var large = TestServer.start()) {
            large.db().sql("""
                            insert into event (at, entity, entity_id, to_state, actor)
                            select now() - n * interval '1 s', 'job', n, 'DEFINED',
                              case when n = 50100 then 'user rare' else 'user mara' end
                            from generate_series(1, 50100) n
                            """).update();
            var browser = new Browser(large.url());
            browser.login(new People(large).token("otto", Role.OPERATOR));

            var nothing = browser.get("/audit?user=rare").body();
            assertThat(nothing).contains("50,000 changes that were looked through", "Go on searching");
            var next = link(Pattern.compile("href=\"(/audit\\?user=rare&amp;after=[^\"]+)\""), nothing);

            assertThat(jobs(browser.get(next).body())).containsExactly(50_100L);
        }
    }
}
