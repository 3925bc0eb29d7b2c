package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.freshet.protocol.Role;
import org.freshet.server.retention.Retention;
import org.freshet.test.support.Browser;
import org.freshet.test.support.OpenIdProvider;
import org.freshet.test.support.People;
import org.freshet.test.support.Person;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How people come in to the pages by their login at an OpenID provider, a real one. */
class OidcIT {

    private static OpenIdProvider provider;
    private static TestServer server;
    private static String whileAway;
    private Browser browser;

    @BeforeAll
    static void start() {
        provider = new OpenIdProvider();
        server = TestServer.start(
                "freshet.oidc.issuer=" + provider.issuer(),
                "freshet.oidc.client-id=" + OpenIdProvider.CLIENT,
                "freshet.oidc.client-secret=" + OpenIdProvider.SECRET,
                "freshet.oidc.label=the lab",
                "freshet.oidc.roles-claim=realm_access.groups",
                "freshet.oidc.role-map=shift=operator, np04 = submitter,everybody=viewer");
        var early = new Browser(server.url());
        whileAway = early.follow(early.get("/login/with/oidc?from=/jobs")).body();
        provider.start(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @BeforeEach
    void open() {
        browser = new Browser(server.url());
    }

    /** Goes to the provider in a new browser, logs in there, and comes back. */
    private Browser.Page login(String name, String from) {
        browser = new Browser(server.url());
        var form = browser.follow(browser.get("/login/with/oidc?from=" + from));
        assertThat(form.address().toString()).startsWith(provider.issuer() + "/login");
        return browser.follow(
                browser.post(provider.issuer() + "/login", Map.of("username", name, "password", "secret")));
    }

    private static List<Map<String, Object>> account(String name) {
        return server.db()
                .sql("select role, issuer, subject from account where name = :name")
                .param("name", name)
                .query()
                .listOfRows();
    }

    private static List<String> history(String name) {
        return server.db().sql("""
                        select coalesce(from_state, '-') || ' ' || to_state || ' by ' || actor
                        from event
                        where entity = 'account' and entity_id = (select id from account where name = :name)
                        order by at
                        """).param("name", name).query(String.class).list();
    }

    @Test
    void startsWhileTheProviderIsAwayAndSaysSoToWhoWantsToLogInThere() {
        assertThat(whileAway).contains("The login service does not answer.");
    }

    @Test
    void letsPeopleInWithTheHighestRoleOfTheirGroups() {
        provider.with("s-1", "emil", "np04", "shift", "choir");

        var arrived = login("s-1", "/jobs");

        assertThat(arrived.status()).isEqualTo(200);
        assertThat(arrived.headers().firstValue("Refresh")).contains("0;url=/jobs");
        assertThat(arrived.body()).contains("href=\"/jobs\"", "Logged in as emil, operator");
        assertThat(browser.get("/").body()).contains("Logged in as emil, operator");
        assertThat(account("emil"))
                .containsExactly(
                        Map.of("role", "OPERATOR", "issuer", provider.issuer().toString(), "subject", "s-1"));
        assertThat(history("emil")).containsExactly("- OPERATOR by service login");
    }

    @Test
    void offersTheProviderOnTheLoginPage() {
        assertThat(browser.get("/login?from=/jobs").body())
                .contains("Log in with the lab", "href=\"/login/with/oidc?from=/jobs\"");
    }

    @Test
    void givesTheRoleThatTheProviderSaysAtEachLogin() {
        provider.with("s-2", "frida", "shift");
        login("s-2", "/");
        provider.with("s-2", "frida renamed", "everybody");

        login("s-2", "/");

        assertThat(browser.get("/").body()).contains("Logged in as frida, viewer");
        assertThat(history("frida")).containsExactly("- OPERATOR by service login", "OPERATOR VIEWER by service login");
        assertThat(account("frida renamed")).isEmpty();
    }

    @Test
    void letsNobodyInWhoseGroupsGiveNoRole() {
        provider.with("s-3", "gustav", "choir");

        var refused = login("s-3", "/");

        assertThat(refused.body()).contains("none of your groups there gives you a role here");
        assertThat(browser.get("/").body()).doesNotContain("Logged in as");
        assertThat(account("gustav")).isEmpty();
    }

    @Test
    void givesNobodyAnAccountOfSomebodyElseForItsName() {
        new People(server).token("hanna", Role.ADMIN);
        provider.with("s-4", "hanna", "shift");
        provider.with("s-5", "ivan", "shift");
        login("s-5", "/");
        provider.with("s-6", "ivan", "shift");

        var ofATokensOwner = login("s-4", "/");
        var ofAnotherPerson = login("s-6", "/");

        assertThat(ofATokensOwner.body()).contains("There is an account of your name already");
        assertThat(ofAnotherPerson.body()).contains("There is an account of your name already");
        assertThat(account("hanna").getFirst()).containsEntry("role", "ADMIN").doesNotContainEntry("subject", "s-4");
    }

    @Test
    void letsNobodyInWhoseAccountIsDisabled() {
        provider.with("s-7", "jana", "shift");
        login("s-7", "/");
        new People(server).disable("jana");

        var loggedOut = browser.get("/jobs");
        var refused = login("s-7", "/");

        assertThat(loggedOut.location()).startsWith("/login?why=disabled");
        assertThat(refused.body()).contains("Your account is disabled.");
    }

    @Test
    void removesTheTokensOfLoginsThatTheAuditHasForgotten() {
        provider.with("s-9", "lena", "shift");
        login("s-9", "/");
        login("s-9", "/");
        var own = Person.token(server, "lena", "login by OpenID Connect", ", \"expiresIn\": 60")
                .token()
                .id();
        var tokens = tokensOf("lena");
        end(tokens.getFirst(), 366);
        end(tokens.get(1), 364);
        end(own, 366);

        server.part(Retention.class).sweep();

        assertThat(tokens).hasSize(3).endsWith(own);
        assertThat(tokensOf("lena")).containsExactly(tokens.get(1), own);
        assertThat(ServiceLogEntry.latest(server, "retention").message())
                .isEqualTo("Removed what was older than its retention: 1 login.");
    }

    private static List<Long> tokensOf(String name) {
        return server.db()
                .sql(
                        "select t.id from token t join account a on a.id = t.account_id where a.name = :name order by t.id")
                .param("name", name)
                .query(Long.class)
                .list();
    }

    private static void end(long token, int daysAgo) {
        server.db()
                .sql("update token set expires_at = now() - make_interval(days => :days) where id = :id")
                .param("days", daysAgo)
                .param("id", token)
                .update();
    }

    @Test
    void keepsATokenForEachLoginThatCanBeRevokedAndEndsWithIt() {
        provider.with("s-8", "klara", "shift");
        login("s-8", "/");
        revokeTokensOf("klara");
        var revoked = browser.get("/");
        login("s-8", "/");

        browser.post("/logout", Map.of());

        assertThat(revoked.location()).startsWith("/login?why=revoked");
        assertThat(server.db().sql("""
                                select t.name || ', ' || (t.revoked_at is null) || ', '
                                  || (extract(epoch from t.expires_at - t.created_at)::bigint)
                                from token t join account a on a.id = t.account_id
                                where a.name = 'klara'
                                """).query(String.class).list())
                .containsExactly("login by OpenID Connect, false, 43200", "login by OpenID Connect, false, 43200");
    }

    private static void revokeTokensOf(String name) {
        server.db()
                .sql(
                        "update token set revoked_at = now() where account_id = (select id from account where name = :name)")
                .param("name", name)
                .update();
    }

    @Test
    void refusesAnAnswerThatNobodyOfThisBrowserAskedFor() {
        var asked = new Browser(server.url());
        var toProvider = asked.get("/login/with/oidc").location();
        var state = toProvider.replaceFirst(".*[?&]state=([^&]+).*", "$1");

        var foreign = browser.follow(browser.get("/login/oidc?code=guessed&state=" + state));
        var wrongState = asked.follow(asked.get("/login/oidc?code=guessed&state=wrong"));

        assertThat(foreign.body()).contains("was begun in another browser");
        assertThat(wrongState.body()).contains("was begun in another browser");
    }

    @Test
    void saysWhenTheProviderDidNotLetSomebodyInOrAnswersNonsense() {
        var state = browser.get("/login/with/oidc").location().replaceFirst(".*[?&]state=([^&]+).*", "$1");
        var denied = browser.follow(browser.get("/login/oidc?error=access_denied&state=" + state));
        state = browser.get("/login/with/oidc").location().replaceFirst(".*[?&]state=([^&]+).*", "$1");
        var nonsense = browser.follow(browser.get("/login/oidc?code=guessed&state=" + state));
        var unknown = browser.follow(browser.get("/login/with/another"));

        assertThat(denied.body()).contains("did not let you in");
        assertThat(nonsense.body()).contains("The answer of the login service cannot be used.");
        assertThat(unknown.body()).contains("The answer of the login service cannot be used.");
        assertThat(browser.get("/").body()).doesNotContain("Logged in as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "https://evil.example", "/%5Cevil.example", "/%09/evil.example"})
    void leadsNowhereButToItsOwnPages(String from) {
        provider.with("s-9", "lotte", "everybody");

        var arrived = login("s-9", from);

        assertThat(arrived.headers().firstValue("Refresh")).contains("0;url=/");
    }

    @Test
    void showsTheProvidersCookieOnlyWhereItIsNeeded() {
        assertThat(browser.get("/login/with/oidc").cookies())
                .singleElement()
                .asString()
                .startsWith("freshet-0-provider=")
                .contains("Path=/login/oidc", "HttpOnly", "SameSite=Lax", "Max-Age=600");
    }
}
