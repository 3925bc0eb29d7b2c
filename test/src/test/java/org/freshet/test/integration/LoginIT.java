package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Role;
import org.freshet.server.platform.Secret;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.People;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How people come in to the pages by a token, stay, and leave. */
class LoginIT {

    private static final String PROXY = "X-Forwarded-For";
    private static final String SESSION = "freshet-0";

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-26T10:00:00Z"));

    private static TestServer server;
    private static People people;
    private Browser browser;

    @BeforeAll
    static void start() {
        InstantSource source = NOW::get;
        server = TestServer.startWith(source.withZone(ZoneOffset.UTC), "freshet.login.idle=1h");
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        // wrong tokens of the test before are forgotten
        NOW.updateAndGet(it -> it.plus(Duration.ofMinutes(10)));
        browser = new Browser(server.url());
    }

    private Browser.Page readFromElsewhere(String path) {
        return browser.get(path, PROXY, "10.0.0.1");
    }

    @Test
    void sendsWhoIsNotKnownToTheLoginAndBackToThePage() {
        var refused = readFromElsewhere("/jobs?state=FAILED&type=reco");
        var form = browser.follow(refused);
        var answer = browser.post(
                "/login", Map.of("token", people.token("mara", Role.VIEWER), "from", "/jobs?state=FAILED&type=reco"));

        assertThat(refused.status()).isEqualTo(302);
        assertThat(refused.location()).isEqualTo("/login?why=needed&from=%2Fjobs%3Fstate%3DFAILED%26type%3Dreco");
        assertThat(form.body())
                .contains("This page is shown to those who are logged in.")
                .contains("value=\"/jobs?state=FAILED&amp;type=reco\"");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/jobs?state=FAILED&type=reco");
        assertThat(readFromElsewhere(answer.location()).status()).isEqualTo(200);
    }

    @Test
    void saysWhoIsLoggedInOnEveryPage() {
        browser.login(people.token("mara", Role.OPERATOR));

        for (var path : List.of("/", "/jobs", "/pilots", "/nowhere")) {
            assertThat(browser.get(path).body()).as(path).contains("Logged in as mara, operator", "Log out");
        }
    }

    @Test
    void keepsTheSessionInACookieThatScriptsAndOtherSitesDoNotGet() {
        browser.get("/login");

        var answer = browser.post("/login", Map.of("token", people.token("mara", Role.VIEWER)));

        assertThat(answer.cookies())
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith(SESSION + "=")
                        .containsIgnoringCase("HttpOnly")
                        .containsIgnoringCase("SameSite=Strict")
                        .doesNotContainIgnoringCase("Secure"));
    }

    @Test
    void showsTheCookieOnlyToSecureServersOnceItCameFromOne() {
        try (var behindProxy = TestServer.start("server.forward-headers-strategy=native")) {
            var remote = new Browser(behindProxy.url());
            remote.get("/login", "X-Forwarded-Proto", "https");

            var answer = remote.post(
                    "/login", Map.of("token", behindProxy.secret("admin.token")), "X-Forwarded-Proto", "https");

            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.cookies())
                    .anySatisfy(cookie ->
                            assertThat(cookie).startsWith(SESSION + "=").containsIgnoringCase("; Secure"));
        }
    }

    @Test
    void givesNoSessionToWhoOnlyReads() {
        for (var path : List.of("/", "/jobs", "/login", "/nowhere")) {
            assertThat(browser.get(path).cookies()).as(path).noneMatch(it -> it.startsWith(SESSION + "="));
        }
    }

    @Test
    void beginsASessionWithANewIdWhateverTheBrowserHadBefore() {
        var token = people.token("mara", Role.VIEWER);
        browser.setCookie(SESSION, "node0planted0by0somebody0else");
        browser.login(token);
        var first = browser.cookie(SESSION).orElseThrow();

        browser.get("/jobs"); // has a form of the session that is
        var again = browser.post("/login", Map.of("token", token));
        var second = browser.cookie(SESSION).orElseThrow();

        assertThat(first).isNotEqualTo("node0planted0by0somebody0else");
        assertThat(again.status()).isEqualTo(303);
        assertThat(second).isNotEqualTo(first);
        assertThat(new Browser(server.url())
                        .setCookie(SESSION, first)
                        .get("/jobs", PROXY, "10.0.0.1")
                        .location())
                .startsWith("/login?why=ended");
    }

    @Test
    void tellsWhatIsWrongWithAToken() {
        people.token("otto", Role.VIEWER);
        var revoked = people.token("otto", Role.VIEWER);
        people.revoke(revoked);
        var expired = people.token("otto", Role.VIEWER);
        people.expire(expired);
        var disabled = people.token("ida", Role.VIEWER);
        people.disable("ida");

        assertThat(browser.login(revoked).body()).contains("of otto was revoked at");
        assertThat(browser.login(expired).body()).contains("of otto expired at");
        assertThat(browser.login(disabled).body()).contains("The account ida was disabled at");
        assertThat(browser.login("no token at all").body()).contains("The token is unknown");
        assertThat(browser.login("").body()).contains("No token was given.");
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void looksAtNoMoreTokensFromWhereManyWrongOnesCame() {
        var good = people.token("mara", Role.VIEWER);
        browser.get("/login");
        for (int n = 0; n < 10; n++) {
            assertThat(browser.post("/login", Map.of("token", "wrong " + n)).status())
                    .isEqualTo(401);
        }

        var refused = browser.post("/login", Map.of("token", good));
        NOW.updateAndGet(it -> it.plus(Duration.ofMinutes(5)));
        var accepted = browser.post("/login", Map.of("token", good));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).contains("Too many wrong tokens came from your address.");
        assertThat(accepted.status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "javascript:alert(1)",
                "evil.example",
                "/jobs\r\nSet-Cookie: a=b",
                " //evil.example",
                "/login",
                "/logout",
                "/login?from=/login",
                "/ä"
            })
    void leadsNowhereButToItsOwnPages(String from) {
        var token = people.token("mara", Role.VIEWER);

        var form = browser.get("/login?from=" + URLEncoder.encode(from, StandardCharsets.UTF_8));
        var answer = browser.post("/login", Map.of("token", token, "from", from));

        assertThat(form.body()).contains("name=\"from\" value=\"/\"");
        assertThat(answer.location()).isEqualTo("/");
        assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("a=b");
    }

    @Test
    void goesBackToThePageWhoseLinkWasFollowed() {
        var own = browser.get("/login", "Referer", server.url() + "/jobs?type=reco");
        var foreign = browser.get("/login", "Referer", "https://evil.example/jobs/1");

        assertThat(own.body()).contains("name=\"from\" value=\"/jobs?type=reco\"");
        assertThat(foreign.body()).contains("name=\"from\" value=\"/\"");
    }

    @Test
    void logsOutAtOnceWhoseTokenIsRevokedOrExpiredOrWhoseAccountIsDisabled() {
        var revoked = people.token("mara", Role.VIEWER);
        browser.login(revoked);
        people.revoke(revoked);
        var afterRevocation = browser.get("/jobs");
        var again = browser.get("/jobs");

        var expired = people.token("mara", Role.VIEWER);
        browser.login(expired);
        people.expire(expired);
        var afterExpiry = browser.get("/jobs/12");

        browser.login(people.token("paul", Role.VIEWER));
        people.disable("paul");
        var afterDisabling = browser.get("/");

        assertThat(afterRevocation.location()).isEqualTo("/login?why=revoked&from=%2Fjobs");
        assertThat(browser.follow(afterRevocation).body()).contains("your token was revoked");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).doesNotContain("Logged in as");
        assertThat(afterExpiry.location()).isEqualTo("/login?why=expired&from=%2Fjobs%2F12");
        assertThat(browser.follow(afterExpiry).body()).contains("the time of your token is over");
        assertThat(afterDisabling.location()).isEqualTo("/login?why=disabled&from=%2F");
    }

    @Test
    void knowsTheRoleThatTheAccountHasNow() {
        browser.login(people.token("nina", Role.OPERATOR));
        people.give("nina", Role.VIEWER);

        assertThat(browser.get("/").body()).contains("Logged in as nina, viewer");
    }

    @Test
    void logsOutForGood() {
        browser.login(people.token("mara", Role.VIEWER));
        var session = browser.cookie(SESSION).orElseThrow();
        browser.get("/jobs");

        var answer = browser.post("/logout", Map.of());

        assertThat(answer.location()).isEqualTo("/login?why=logged-out&from=%2F");
        assertThat(browser.follow(answer).body()).contains("You are logged out.");
        assertThat(new Browser(server.url())
                        .setCookie(SESSION, session)
                        .get("/jobs", PROXY, "10.0.0.1")
                        .location())
                .isEqualTo("/login?why=ended&from=%2Fjobs");
    }

    @Test
    void logsOutOnlyWithTheFormOfThePage() {
        browser.login(people.token("mara", Role.VIEWER));

        var forged = browser.post("/logout", Map.of("_csrf", "forged"));

        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.body()).contains("The form was too old, or came from elsewhere.");
        assertThat(browser.get("/").body()).contains("Logged in as mara");
    }

    @Test
    void leadsOnWhoSendsTheLoginFormOfAVisitorAndIsLoggedInAlready() {
        var token = people.token("mara", Role.VIEWER);
        browser.login(token);

        var answer = browser.post("/login", Map.of("token", token, "from", "/jobs", "_csrf", "of-a-visitor"));
        var elsewhere = browser.post("/login", Map.of("from", "//evil.example", "_csrf", "of-a-visitor"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/jobs");
        assertThat(elsewhere.location()).isEqualTo("/");
        assertThat(browser.get("/").body()).contains("Logged in as mara");
    }

    @Test
    void endsTheSessionWhenItsTokenIsSomebodyElses() {
        var token = people.token("petra", Role.VIEWER);
        browser.login(token);
        people.token("quirin", Role.ADMIN);

        server.db()
                .sql("update token set account_id = (select id from account where name = 'quirin') where hash = :hash")
                .param("hash", new Secret(token).hash())
                .update();

        assertThat(browser.get("/jobs").location()).startsWith("/login?why=unknown");
        assertThat(browser.get("/").body()).doesNotContain("Logged in as");
    }

    @Test
    void endsTheOldestOfTooManySessionsOfAToken() {
        var token = people.token("rita", Role.VIEWER);
        browser.login(token);
        var second = new Browser(server.url());
        second.login(token);
        var left = new Browser(server.url());
        left.login(token);
        left.get("/jobs");
        left.post("/logout", Map.of());
        for (int n = 0; n < 49; n++) {
            new Browser(server.url()).login(token);
        }

        assertThat(browser.get("/").body()).doesNotContain("Logged in as");
        assertThat(second.get("/").body()).contains("Logged in as rita");
    }

    @Test
    void logsNobodyInWithAFormFromElsewhere() {
        var token = people.token("mara", Role.VIEWER);

        var forged = browser.post("/login", Map.of("token", token, "_csrf", "forged"));

        assertThat(forged.location()).startsWith("/login?why=stale-form");
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void forgetsWhoWasLoggedInWhenItIsStartedAnew() {
        var first = TestServer.start();
        var loggedIn = new Browser(first.url());
        loggedIn.login(first.secret("admin.token"));

        try (var second = first.restart()) {
            var answer = new Browser(second.url())
                    .setCookie(SESSION, loggedIn.cookie(SESSION).orElseThrow())
                    .get("/jobs", PROXY, "10.0.0.1");

            assertThat(answer.location()).isEqualTo("/login?why=ended&from=%2Fjobs");
        }
    }

    @Test
    void neverKeepsTheTokenInTheCookieOrOnAPage() {
        var token = people.token("mara", Role.VIEWER);

        var answer = browser.login(token);
        var wrong = new Browser(server.url()).login("a wrong token of mara");

        assertThat(answer.headers().map().toString()).doesNotContain(token);
        assertThat(wrong.body()).doesNotContain("a wrong token of mara");
    }

    @Test
    void changesNothingForWhoIsNotLoggedIn() {
        var job = server.api().submit(aJob());
        browser.get("/login");

        var answer = browser.post("/jobs/" + job + "/cancel", Map.of());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/login?why=needed-for-change&from=%2Fjobs%2F" + job + "%2Fcancel");
        assertThat(browser.follow(answer).body()).contains("Nothing was changed");
        assertThat(server.api().job(job).job().state()).isEqualTo(JobState.DEFINED);
    }

    @Test
    void showsPagesToScriptsWithATokenAndAnswersThemInTheirWay() {
        var token = people.token("mara", Role.VIEWER);

        var right = new Api(server.url(), token).get("/jobs");
        var wrong = new Api(server.url(), new Secret("wrong").text()).get("/jobs");

        assertThat(right.status()).isEqualTo(200);
        assertThat(right.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.problem().detail()).contains("unknown");
    }
}
