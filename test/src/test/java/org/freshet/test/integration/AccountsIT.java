package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.freshet.test.support.JobText.aJob;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.TokenMade;
import org.freshet.protocol.TokenView;
import org.freshet.protocol.UserView;
import org.freshet.protocol.WhoAmI;
import org.freshet.test.support.Api;
import org.freshet.test.support.Person;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Users and their tokens: who gets them, how they end, and what they are told. */
class AccountsIT {

    private static TestServer server;
    private static Api admin;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        admin = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static UserView change(String user, String what, String body) {
        var answer = admin.post("/api/v1/users/" + user + "/" + what, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(UserView.class);
    }

    private static UserView user(String name) {
        return users().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<UserView> users() {
        return Api.JSON
                .readValue(admin.get("/api/v1/users?limit=1000").body(), new TypeReference<Page<UserView>>() {})
                .items();
    }

    private static List<TokenView> tokens(Api who, String query) {
        var answer = who.get("/api/v1/tokens" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Api.JSON
                .readValue(answer.body(), new TypeReference<Page<TokenView>>() {})
                .items();
    }

    @Test
    void tellsWhoseTokenItIs() {
        var mara = Person.with(server, Role.SUBMITTER);

        var me = mara.api().get("/api/v1/me").as(WhoAmI.class);

        assertThat(me.user()).isEqualTo(mara.name());
        assertThat(me.role()).isEqualTo(Role.SUBMITTER);
        assertThat(me.token().id()).isEqualTo(mara.tokenId());
        assertThat(me.token().name()).isEqualTo("test");
    }

    @Test
    void givesAUserAnotherRoleFromTheNextRequestOn() {
        var mara = Person.with(server, Role.VIEWER);
        var before = mara.api().post("/api/v1/jobs", aJob().toString());

        var changed = change(mara.name(), "role", "{\"role\": \"SUBMITTER\", \"reason\": \"writes payloads\"}");

        assertThat(before.status()).isEqualTo(403);
        assertThat(changed.role()).isEqualTo(Role.SUBMITTER);
        assertThat(mara.api().post("/api/v1/jobs", aJob().toString()).status()).isEqualTo(201);
    }

    @Test
    void refusesTheTokensOfADisabledUserAtOnceUntilTheUserIsEnabled() {
        var mara = Person.with(server, Role.OPERATOR);

        var disabled = change(mara.name(), "disable", "{\"reason\": \"left\"}");
        var refused = mara.api().get("/api/v1/jobs");
        var noToken = admin.post("/api/v1/tokens", "{\"name\": \"x\", \"user\": \"" + mara.name() + "\"}");
        var noRole = admin.post("/api/v1/users/" + mara.name() + "/role", "{\"role\": \"ADMIN\"}");
        var enabled = change(mara.name(), "enable", "{}");

        assertThat(disabled.disabledAt()).isNotNull();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.problem().detail())
                .startsWith("The account " + mara.name() + " was disabled at 20")
                .endsWith("; an administrator can enable it again.");
        assertThat(noToken.status()).isEqualTo(409);
        assertThat(noRole.status()).isEqualTo(409);
        assertThat(enabled.disabledAt()).isNull();
        assertThat(enabled.role()).isEqualTo(Role.OPERATOR);
        assertThat(mara.api().get("/api/v1/jobs").status()).isEqualTo(200);
    }

    @Test
    void keepsTheLastAdministrator() {
        var last = users().stream()
                .filter(it -> it.role() == Role.ADMIN && it.disabledAt() == null)
                .toList();
        assertThat(last).hasSize(1);
        var name = last.getFirst().name();

        var demoted = admin.post("/api/v1/users/" + name + "/role", "{\"role\": \"OPERATOR\"}");
        var disabled = admin.post("/api/v1/users/" + name + "/disable", "{}");

        assertThat(demoted.status()).isEqualTo(409);
        assertThat(demoted.problem().detail())
                .startsWith("The user " + name + " is the last administrator and cannot be given another role.");
        assertThat(disabled.status()).isEqualTo(409);
        assertThat(user(name).role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void keepsOneAdministratorWhenTwoDisableEachOtherAtOnce() {
        try (var other = TestServer.start()) {
            var owner = other.api().get("/api/v1/me").as(WhoAmI.class).user();
            var second = Person.with(other, Role.ADMIN);

            var answers = Stream.of(
                            CompletableFuture.supplyAsync(
                                    () -> other.api().post("/api/v1/users/" + second.name() + "/disable", "{}")),
                            CompletableFuture.supplyAsync(
                                    () -> second.api().post("/api/v1/users/" + owner + "/disable", "{}")))
                    .toList();

            assertThat(answers.stream().map(it -> it.join().status()).toList())
                    .contains(200)
                    .containsAnyOf(401, 409);
            assertThat(other.db()
                            .sql("select count(*) from account where role = 'ADMIN' and disabled_at is null")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void revokesATokenAtOnceAndForEver() {
        var mara = Person.with(server, Role.SUBMITTER);
        var laptop = Person.token(server, mara.name(), "laptop", "");
        var api = new Api(server.url(), laptop.secret());
        var before = api.get("/api/v1/jobs").status();

        var revoked =
                mara.api().post("/api/v1/tokens/" + laptop.token().id() + "/revoke", "{\"reason\": \"laptop lost\"}");
        var after = api.get("/api/v1/jobs");
        var again = admin.post("/api/v1/tokens/" + laptop.token().id() + "/revoke", "{}");

        assertThat(before).isEqualTo(200);
        assertThat(revoked.as(TokenView.class).state()).isEqualTo(TokenView.State.REVOKED);
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.problem().detail())
                .startsWith("The token 'laptop' of " + mara.name() + " was revoked at 20")
                .endsWith("; ask an administrator for a new one.");
        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void revokesWithATokenAllThatWereMadeWithIt() {
        var mara = Person.with(server, Role.SUBMITTER);
        var stolen = Person.token(server, mara.name(), "stolen", "");
        var child = make(new Api(server.url(), stolen.secret()), "child");
        var grandchild = make(new Api(server.url(), child.secret()), "grandchild");

        var revoked = mara.api().post("/api/v1/tokens/" + stolen.token().id() + "/revoke", "{\"reason\": \"stolen\"}");

        assertThat(revoked.as(TokenView.class).alsoRevoked()).isEqualTo(2);
        for (var made : List.of(child, grandchild)) {
            assertThat(new Api(server.url(), made.secret()).get("/api/v1/jobs").status())
                    .isEqualTo(401);
            assertThat(server.db()
                            .sql(
                                    "select reason from event where entity = 'token' and entity_id = :id and to_state = 'REVOKED'")
                            .param("id", made.token().id())
                            .query(String.class)
                            .list())
                    .containsExactly("made with token " + stolen.token().id() + ": stolen");
        }
        assertThat(mara.api().get("/api/v1/jobs").status()).isEqualTo(200);
        assertThat(mara.api().get("/api/v1/tokens").body()).doesNotContain("alsoRevoked");
    }

    private static TokenMade make(Api with, String name) {
        return with.post("/api/v1/tokens", "{\"name\": \"%s\"}".formatted(name)).as(TokenMade.class);
    }

    @Test
    void makesNoAdministratorOfAPersonOfAnOpenIdProviderForItsOwnStart() {
        try (var first = TestServer.start()) {
            first.db()
                    .sql("update account set issuer = 'https://id.example', subject = 's-1', role = 'VIEWER'")
                    .update();

            assertThatThrownBy(first::another)
                    .hasMessageContaining("belongs to a person who logs in at the OpenID provider");
            assertThat(first.db()
                            .sql("select role from account")
                            .query(String.class)
                            .list())
                    .containsExactly("VIEWER");
        }
    }

    @Test
    void saysOfAnExpiredTokenThatItExpired() {
        var mara = Person.with(server, Role.SUBMITTER);
        var short_ = Person.token(server, mara.name(), "night", ", \"expiresIn\": \"PT1H\"");
        var api = new Api(server.url(), short_.secret());
        var before = api.get("/api/v1/me").as(WhoAmI.class);

        server.db()
                .sql("update token set expires_at = now() where id = :id")
                .param("id", short_.token().id())
                .update();
        var after = api.get("/api/v1/jobs");

        assertThat(before.token().expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(1, ChronoUnit.MINUTES));
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.problem().detail())
                .startsWith("The token 'night' of " + mara.name() + " expired at 20")
                .endsWith("; ask an administrator for a new one.");
        assertThat(tokens(mara.api(), ""))
                .anySatisfy(it -> assertThat(it.state()).isEqualTo(TokenView.State.EXPIRED));
    }

    @Test
    void saysOfAnUnknownTokenThatItIsUnknown() {
        var answer = new Api(server.url(), "made-up").get("/api/v1/jobs");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem().detail()).startsWith("The token is unknown");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void makesNoTokenThatOutlivesTheOneItWasMadeWith() {
        var mara = Person.with(server, Role.SUBMITTER);
        var parent = Person.token(server, mara.name(), "parent", ", \"expiresIn\": 3600");
        var api = new Api(server.url(), parent.secret());

        var endless = api.post("/api/v1/tokens", "{\"name\": \"child\"}").as(TokenMade.class);
        var long_ = api.post("/api/v1/tokens", "{\"name\": \"child\", \"expiresIn\": \"P30D\"}")
                .as(TokenMade.class);
        var short_ = api.post("/api/v1/tokens", "{\"name\": \"child\", \"expiresIn\": 60}")
                .as(TokenMade.class);

        assertThat(endless.token().expiresAt()).isEqualTo(parent.token().expiresAt());
        assertThat(long_.token().expiresAt()).isEqualTo(parent.token().expiresAt());
        assertThat(short_.token().expiresAt()).isBefore(parent.token().expiresAt());
        assertThat(new Api(server.url(), short_.secret())
                        .get("/api/v1/me")
                        .as(WhoAmI.class)
                        .user())
                .isEqualTo(mara.name());
    }

    @Test
    void showsAndRevokesTokensOfOthersToAdministratorsOnly() {
        var mara = Person.with(server, Role.OPERATOR);
        var otto = Person.with(server, Role.OPERATOR);

        var own = tokens(mara.api(), "");
        var ofOtto = mara.api().get("/api/v1/tokens?user=" + otto.name());
        var revoked = mara.api().post("/api/v1/tokens/" + otto.tokenId() + "/revoke", "{}");
        var made = mara.api().post("/api/v1/tokens", "{\"name\": \"x\", \"user\": \"" + otto.name() + "\"}");

        assertThat(own).extracting(TokenView::user).containsOnly(mara.name());
        assertThat(ofOtto.status()).isEqualTo(403);
        assertThat(revoked.status()).isEqualTo(403);
        assertThat(revoked.problem().detail())
                .contains("belongs to somebody else")
                .contains("needs the role ADMIN; the account " + mara.name() + " has OPERATOR");
        assertThat(made.status()).isEqualTo(403);
        assertThat(otto.api().get("/api/v1/me").status()).isEqualTo(200);
        assertThat(tokens(admin, "?limit=1000")).extracting(TokenView::user).contains(mara.name(), otto.name());
        assertThat(tokens(admin, "?user=" + otto.name()))
                .extracting(TokenView::id)
                .containsExactly(otto.tokenId());
    }

    @Test
    void showsNoTokenTwiceAndStoresNone() {
        var made = Person.token(server, Person.with(server, Role.VIEWER).name(), "once", "");

        var listed = admin.get("/api/v1/tokens?limit=1000").body();
        var stored = server.db()
                .sql("select t::text from token t union all select e::text from event e")
                .query(String.class)
                .list();

        assertThat(made.secret()).hasSize(43);
        assertThat(listed).contains("once").doesNotContain(made.secret());
        assertThat(String.join("\n", stored)).doesNotContain(made.secret());
        assertThat(made.toString()).doesNotContain(made.secret());
    }

    @Test
    void writesTheLastUseDownAtTheLatestWhenItStops() {
        var first = TestServer.start();
        var mara = Person.with(first, Role.VIEWER);
        mara.api().get("/api/v1/jobs");
        var before = lastUse(first, mara);

        try (var second = first.restart()) {
            assertThat(before).isNull();
            assertThat(lastUse(second, mara)).isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
        }
    }

    private static Instant lastUse(TestServer of, Person person) {
        var page = of.api().get("/api/v1/tokens?user=" + person.name());
        return Api.JSON
                .readValue(page.body(), new TypeReference<Page<TokenView>>() {})
                .items()
                .getFirst()
                .lastUsedAt();
    }

    @Test
    void makesTheOwnerOfTheHomeAnAdministratorAgainWhoRemovesTheTokenFile() throws Exception {
        var first = TestServer.start();
        var owner = first.api().get("/api/v1/me").as(WhoAmI.class).user();
        var second = Person.with(first, Role.ADMIN);
        second.api().post("/api/v1/users/" + owner + "/disable", "{}");
        var disabled = first.restart();
        var refused = disabled.api().get("/api/v1/me");
        Files.delete(disabled.home().resolve("admin.token"));

        try (var third = disabled.restart()) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.problem().detail()).contains("was disabled");
            assertThat(third.api().get("/api/v1/me").as(WhoAmI.class).role()).isEqualTo(Role.ADMIN);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            users                    | {"name": "", "role": "VIEWER"}               | 400 | name
            users                    | {"name": "two words", "role": "VIEWER"}      | 400 | name
            users                    | {"name": "a/b", "role": "VIEWER"}            | 400 | name
            users                    | {"role": "VIEWER"}                           | 400 | name
            users                    | {"name": "lea"}                              | 400 | role
            users                    | {"name": "lea", "role": "KING"}              | 400 | role
            users                    | {"name": "lea", "role": "VIEWER", "x": 1}    | 400 | x
            users/nobody/role        | {"role": "VIEWER"}                           | 404 | There is no user nobody.
            users/nobody/disable     | {}                                           | 404 | There is no user nobody.
            users/nobody/enable      | {}                                           | 404 | There is no user nobody.
            tokens                   | {}                                           | 400 | name
            tokens                   | {"name": " "}                                | 400 | name
            tokens                   | {"name": "a\\nb"}                            | 400 | name
            tokens                   | {"name": "a", "user": "nobody"}              | 404 | There is no user nobody.
            tokens                   | {"name": "a", "expiresIn": 0}                | 400 | expiresIn
            tokens                   | {"name": "a", "expiresIn": "-PT1H"}          | 400 | expiresIn
            tokens                   | {"name": "a", "expiresIn": "P5000D"}         | 400 | expiresIn
            tokens                   | {"name": "a", "expiresIn": "soon"}           | 400 | expiresIn
            tokens/999999/revoke     | {}                                           | 404 | There is no token 999999.
            tokens/x/revoke          | {}                                           | 400 | x
            """)
    void refusesWithASentence(String path, String body, int status, String sentence) {
        var answer = admin.post("/api/v1/" + path, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.problem().detail()).contains(sentence);
    }

    @Test
    void refusesAUserThatExists() {
        var mara = Person.with(server, Role.VIEWER);

        var answer = admin.post("/api/v1/users", "{\"name\": \"" + mara.name() + "\", \"role\": \"ADMIN\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem().detail()).startsWith("There is a user " + mara.name() + " already.");
    }
}
