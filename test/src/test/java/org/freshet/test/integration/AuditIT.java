package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.freshet.test.support.JobText.aJob;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.ServiceLogView;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.test.support.Api;
import org.freshet.test.support.Person;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Everything that changes something is in the audit: who, what, when, from where, why. */
class AuditIT {

    private static TestServer server;
    private static Api admin;
    private static Person operator;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        admin = server.api();
        operator = Person.with(server, Role.OPERATOR);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Page<AuditEntry> page(String query) {
        var answer = operator.api().get("/api/v1/audit" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Api.JSON.readValue(answer.body(), new TypeReference<Page<AuditEntry>>() {});
    }

    private static List<AuditEntry> audit(String query) {
        return page(query).items();
    }

    @Test
    void saysWhoChangedWhatWhenFromWhereAndWhy() {
        var mara = Person.with(server, Role.SUBMITTER);
        var job = mara.api().submit(aJob().with("name", "a plot"));
        mara.api().post("/api/v1/jobs/" + job + "/cancel", "{\"reason\": \"wrong input\"}");

        var changes = audit("?entity=job&user=" + mara.name());

        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst()).satisfies(it -> {
            assertThat(it.at()).isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
            assertThat(it.entity()).isEqualTo("job");
            assertThat(it.id()).isEqualTo(job.value());
            assertThat(it.name()).isEqualTo("a plot");
            assertThat(it.from()).isEqualTo("DEFINED");
            assertThat(it.to()).isEqualTo("CANCELLED");
            assertThat(it.actor()).isEqualTo("user " + mara.name());
            assertThat(it.origin()).isEqualTo("127.0.0.1 token " + mara.tokenId());
            assertThat(it.reason()).isEqualTo("wrong input");
        });
        assertThat(changes.getLast().to()).isEqualTo("DEFINED");
        assertThat(changes.getLast().origin()).isEqualTo("127.0.0.1 token " + mara.tokenId());
    }

    @Test
    void knowsFromWhereForEverythingThatAPersonChanges() {
        var name = "mara-" + System.nanoTime();
        for (var change : List.of(
                "/users|{\"name\": \"%s\", \"role\": \"VIEWER\", \"reason\": \"new here\"}",
                "/users/%s/role|{\"role\": \"OPERATOR\", \"reason\": \"on shift\"}",
                "/users/%s/disable|{\"reason\": \"left\"}",
                "/users/%s/enable|{\"reason\": \"is back\"}",
                "/tokens|{\"name\": \"laptop\", \"user\": \"%s\"}")) {
            var parts = change.formatted(name, name).split("\\|");
            assertThat(admin.post("/api/v1" + parts[0], parts[1]).status())
                    .as(change)
                    .isIn(200, 201);
        }
        var pilot = ScriptedPilot.register(server);
        for (var change : List.of(
                "/sites|{\"name\": \"farm\"}",
                "/sites/farm/pause|{\"reason\": \"cooling\"}",
                "/sites/farm/resume|{}",
                "/sites/farm/secret|{\"reason\": \"yearly\"}",
                "/jobtypes/audited/limit|{\"limit\": 3, \"create\": true, \"reason\": \"slow disk\"}",
                "/jobtypes/audited/order|{\"order\": \"NEWEST_FIRST\"}",
                "/jobtypes/audited/late|{\"lateAfterSeconds\": 300}",
                "/pilots/" + pilot.id() + "/drain|{\"reason\": \"reboot\"}",
                "/pilots/" + pilot.id() + "/kill|{}")) {
            var parts = change.split("\\|");
            var answer = admin.post("/api/v1" + parts[0], parts[1]);
            assertThat(answer.status()).as(change + ": " + answer.body()).isIn(200, 201);
        }
        admin.patch("/api/v1/sites/farm", "{\"cap\": 7}");
        var job = admin.submit(aJob().with("jobtype", "type-" + System.nanoTime()));
        for (var change : List.of("hold", "release", "cancel", "retry")) {
            admin.change(job, change);
        }
        admin.post("/api/v1/jobs/" + job + "/priority", "{\"priority\": 5}");
        admin.change(job, "cancel");
        admin.post("/api/v1/purge", "{\"what\": \"jobs\", \"states\": [\"CANCELLED\"], \"olderThanSeconds\": 0}");
        admin.get("/api/v1/database/dump");

        var withoutOrigin = server.db()
                .sql("select entity || ' -> ' || to_state from event where actor like 'user %' and origin is null")
                .query(String.class)
                .list();
        var account = audit("?entity=account").stream()
                .filter(it -> name.equals(it.name()))
                .map(it -> it.from() + " " + it.to() + " " + it.reason())
                .toList();

        assertThat(withoutOrigin).isEmpty();
        assertThat(account)
                .containsExactly(
                        "DISABLED OPERATOR is back",
                        "OPERATOR DISABLED left",
                        "VIEWER OPERATOR on shift",
                        "null VIEWER new here");
        assertThat(audit("?entity=token").getFirst().name()).isEqualTo("laptop of " + name);
        assertThat(audit("?entity=installation"))
                .extracting(AuditEntry::to, AuditEntry::reason)
                .contains(
                        tuple("PURGED", "jobs older than 0 s (only CANCELLED)"), tuple("DUMPED", "the whole database"));
        assertThat(audit("?entity=site").stream()
                        .filter(it -> "farm".equals(it.name()))
                        .map(AuditEntry::reason))
                .hasSizeGreaterThanOrEqualTo(5)
                .anyMatch(it -> it != null && it.contains("cooling"));
        assertThat(audit("?entity=pilot&id=" + pilot.id()))
                .anySatisfy(it -> assertThat(it.origin()).startsWith("127.0.0.1 token "));
        assertThat(audit("?entity=jobtype"))
                .anySatisfy(it -> assertThat(it.reason()).startsWith("first job of type type-"));
    }

    @Test
    void knowsWhoWroteIntoTheServiceLog() {
        var mara = Person.with(server, Role.SUBMITTER);
        var answer = mara.api()
                .post("/api/v1/log", "{\"service\": \"inputsize\", \"message\": \"" + "42 GB ".repeat(100) + "\"}");
        var written = answer.as(ServiceLogView.class);

        assertThat(audit("?entity=servicelog&user=" + mara.name()))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.id()).isEqualTo(written.id());
                    assertThat(it.to()).isEqualTo("WRITTEN");
                    assertThat(it.origin()).isEqualTo("127.0.0.1 token " + mara.tokenId());
                    assertThat(it.reason()).startsWith("inputsize: 42 GB 42 GB").hasSizeLessThan(300);
                });
        assertThat(audit("?entity=servicelog&id=" + written.id())).hasSize(1);
    }

    @Test
    void doesNotAuditWhatTheServerItselfWritesIntoTheServiceLog() {
        var before = audit("?entity=servicelog").size();

        server.part(ServiceLog.class).info("probe", "All is well.");
        operator.api().post("/api/v1/log", "{\"service\": \"refused\", \"message\": \" \"}");

        assertThat(audit("?entity=servicelog")).hasSize(before);
    }

    @Test
    void doesNotAuditAPurgeThatRemovesNothing() {
        var before = audit("?entity=installation").size();

        admin.post("/api/v1/purge", "{\"what\": \"jobs\", \"olderThanSeconds\": 999999999}");
        admin.post("/api/v1/purge", "{\"what\": \"jobs\", \"olderThanSeconds\": 0, \"dryRun\": true}");

        assertThat(audit("?entity=installation")).hasSize(before);
    }

    @Test
    void knowsNoOriginOfPilotsAndServices() {
        var job = admin.submit(aJob());
        var pilot = ScriptedPilot.register(server);
        pilot.runAll();

        var changes = audit("?entity=job&id=" + job);

        assertThat(changes).extracting(AuditEntry::to).containsExactly("FINISHED", "RUNNING", "DISPATCHED", "DEFINED");
        assertThat(changes.subList(0, 3)).extracting(AuditEntry::origin).containsOnlyNulls();
        assertThat(changes.getLast().origin()).startsWith("127.0.0.1 token ");
        assertThat(audit("?entity=token")).anySatisfy(it -> {
            assertThat(it.actor()).isEqualTo("service start");
            assertThat(it.origin()).isNull();
        });
    }

    @Test
    void leavesNoOriginBehindForWhoUsesTheConnectionNext() {
        for (int n = 0; n < 20; n++) {
            admin.submit(aJob());
        }
        server.db()
                .sql(
                        "insert into event (entity, entity_id, to_state, actor) values ('setting', 1, 'SEEN', 'service night')")
                .update();

        assertThat(server.db()
                        .sql("select count(*) from event where actor = 'service night' and origin is null")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void believesNoForwardedAddressUnlessItIsToldTo() {
        var mara = Person.with(server, Role.SUBMITTER);

        mara.api()
                .send(mara.api()
                        .request("/api/v1/jobs")
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", "10.1.2.3")
                        .POST(BodyPublishers.ofString(aJob().toString())));

        assertThat(audit("?entity=job&user=" + mara.name()).getFirst().origin()).startsWith("127.0.0.1 ");
    }

    @Test
    void believesTheForwardedAddressOfAProxyAndThenReadsForNobodyWithoutAToken() {
        try (var behind = TestServer.start("server.forward-headers-strategy=native")) {
            var mara = Person.with(behind, Role.SUBMITTER);
            mara.api()
                    .send(mara.api()
                            .request("/api/v1/jobs")
                            .header("Content-Type", "application/json")
                            .header("X-Forwarded-For", "10.1.2.3")
                            .POST(BodyPublishers.ofString(aJob().toString())));

            var origin = behind.db()
                    .sql("select origin from event where actor = :actor")
                    .param("actor", "user " + mara.name())
                    .query(String.class)
                    .list();

            assertThat(origin).containsOnly("10.1.2.3 token " + mara.tokenId());
            assertThat(new Api(behind.url(), null).get("/api/v1/jobs").status()).isEqualTo(401);
        }
    }

    @Test
    void turnsPagesWithoutGapOrRepetition() {
        var mara = Person.with(server, Role.SUBMITTER);
        mara.api().submit(aJob().times(25));
        var seen = new ArrayList<Long>();
        var next = "";

        for (int n = 0; n < 10 && next != null; n++) {
            var page = page("?entity=job&user=" + mara.name() + "&limit=7" + (next.isEmpty() ? "" : "&after=" + next));
            page.items().forEach(it -> seen.add(it.id()));
            next = page.next();
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void goesBackNoFurtherThanItIsTold() {
        admin.submit(aJob());
        server.db()
                .sql(
                        "insert into event (at, entity, entity_id, to_state, actor) values (now() - interval '3 h', 'setting', 77, 'SEEN', 'user long-ago')")
                .update();

        assertThat(audit("?user=long-ago")).hasSize(1);
        assertThat(audit("?user=long-ago&since=PT4H")).hasSize(1);
        assertThat(audit("?user=long-ago&since=PT2H")).isEmpty();
        assertThat(audit("?user=long-ago&since=" + Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                .isEmpty();
    }

    @Test
    void narrowsItDownToWhatWasDoneAndWhen() {
        var mara = Person.with(server, Role.SUBMITTER);
        var job = mara.api().submit(aJob());
        mara.api().change(job, "cancel");

        assertThat(audit("?user=" + mara.name() + "&action=cancelled"))
                .extracting(AuditEntry::id)
                .containsExactly(job.value());
        assertThat(audit("?user=" + mara.name() + "&action=DEFINED")).hasSize(1);
        assertThat(audit("?user=" + mara.name() + "&action=DRAINING")).isEmpty();
        assertThat(audit("?user=" + mara.name() + "&until=PT1H")).isEmpty();
        assertThat(audit("?user=" + mara.name() + "&since=PT1H&until=2100-01-01T00:00:00Z"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            entity=ghost,     entity: "ghost" is unknown; known are account
            id=7,             id: of what?
            entity=job&id=x,  id: "x" is not a number
            since=yesterday,  since: "yesterday" is neither a time
            since=PT,         since: "PT" is neither a time
            since=-0001-01-01T00:00:00Z, since: "-0001-01-01T00:00:00Z" is neither a time
            since=P9999999D,  since: "P9999999D" is neither a time
            'after=%2B10000-01-01T00:00:00Z,job,1', after:
            after=x,          after: "x" is not the "next"
            'after=1,2,3',    'after: "1,2,3" is not the "next"'
            limit=0,          limit
            limit=9999,       limit
            nosuch=1,         nosuch: not a filter; known are action
            until=later,      until: "later" is neither a time
            """, quoteCharacter = '\'')
    void refusesAFilterThatMeansNothing(String query, String sentence) {
        var answer = operator.api().get("/api/v1/audit?" + query);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().detail()).startsWith(sentence);
    }
}
