package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody asks for more than a share, and nobody is refused for what another one did. */
class RateLimitIT {

    private static final int BURST = 40;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start("freshet.api.requests-per-second=10", "freshet.api.burst=" + BURST);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<Api.Answer> ask(Api api, int times) {
        return IntStream.range(0, times)
                .mapToObj(n -> api.get("/api/v1/jobs?limit=1"))
                .toList();
    }

    private static long count(List<Api.Answer> answers, int status) {
        return answers.stream().filter(it -> it.status() == status).count();
    }

    @Test
    void refusesATokenThatAsksTooOftenUntilItPaused() {
        var answers = ask(server.api(), 4 * BURST);

        var refused = answers.stream().filter(it -> it.status() == 429).toList();
        assertThat(count(answers, 200)).isGreaterThanOrEqualTo(BURST);
        assertThat(refused).isNotEmpty().allSatisfy(it -> {
            assertThat(it.headers().firstValue("Retry-After")).contains("1");
            assertThat(it.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(it.problem().detail()).startsWith("This token asks more than 10 times a second");
        });
        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.api().get("/api/v1/summary").status() == 200);
    }

    @Test
    void givesWhoeverHasNoTokenTheShareOfAnAddress() {
        var anybody = new Api(server.url(), null);

        var refused = ask(anybody, 4 * BURST);

        assertThat(count(refused, 429)).isPositive();
        assertThat(refused.getLast().problem().detail()).startsWith("This address");
        assertThat(server.api().get("/api/v1/summary").status()).isEqualTo(200);
    }

    @Test
    void looksUpNoMoreGuessesOfAnAddressButKnowsGoodTokensThere() {
        var good = server.api();
        good.get("/api/v1/summary");

        var guesses = IntStream.range(0, 4 * BURST)
                .mapToObj(n -> new Api(server.url(), "a-guess-" + n).get("/api/v1/jobs"))
                .toList();

        assertThat(count(guesses, 401)).isGreaterThanOrEqualTo(BURST);
        assertThat(count(guesses, 429)).isPositive();
        assertThat(good.get("/api/v1/summary").status()).isEqualTo(200);
    }

    @Test
    void takesNoTokenForAGoodOneThatNobodyLookedAt() {
        var answers = IntStream.range(0, 4 * BURST)
                .mapToObj(n -> new Api(server.url(), "a-guess-" + n).get("/api/v1/jobs;refused=before"))
                .toList();

        assertThat(count(answers, 400)).isGreaterThanOrEqualTo(BURST);
        assertThat(count(answers, 429)).isPositive();
        assertThat(count(ask(new Api(server.url(), null), 2), 429)).isPositive();
    }

    @Test
    void countsGuessesThatLookLikeCallsOfPilots() {
        var answers = IntStream.range(0, 4 * BURST)
                .mapToObj(n -> {
                    var guess = new Api(server.url(), "a-guess-" + n);
                    return guess.send(guess.request("/api/v1/pilots").method("HEAD", BodyPublishers.noBody()));
                })
                .toList();

        assertThat(count(answers, 401)).isGreaterThanOrEqualTo(BURST);
        assertThat(count(answers, 429)).isPositive();
    }

    @Test
    void givesPilotsAShareOfTheirOwn() {
        var pilot = ScriptedPilot.register(server);

        var answers = IntStream.range(0, 4 * BURST)
                .mapToObj(n -> pilot.post(pilot.next(false)))
                .toList();

        assertThat(count(answers, 200)).isEqualTo(4 * BURST);
    }

    @Test
    void refusesATokenAtOnceWhenItIsRevokedHoweverWellItIsKnown() {
        var api = server.api();
        api.get("/api/v1/summary");

        server.db().sql("update token set revoked_at = now()").update();

        assertThat(api.get("/api/v1/summary").status()).isEqualTo(401);
    }

    @Test
    void showsAPageToABrowserThatAsksTooOften() {
        var browser = new Api(server.url(), null);

        ask(browser, 4 * BURST);
        var page = browser.get("/jobs");

        assertThat(page.status()).isIn(200, 429);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    @Test
    void refusesNobodyWhereTheLimitIsZero() {
        try (var open = TestServer.start("freshet.api.requests-per-second=0")) {
            var answers = ask(open.api(), 4 * BURST);

            assertThat(count(answers, 200)).isEqualTo(4 * BURST);
        }
    }
}
