package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.Role;
import org.freshet.test.support.Browser;
import org.freshet.test.support.EventStream;
import org.freshet.test.support.People;
import org.freshet.test.support.Statements;
import org.freshet.test.support.TestDatabase;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server tells pages that are open, and what that costs. */
class LiveStreamIT {

    private static final String PROXY = "X-Forwarded-For";

    private static final Statements statements = new Statements();
    private static TestServer server;
    private static People people;
    private final List<EventStream> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestServer.startWith(statements, TestDatabase.create());
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void closeAll() {
        open.forEach(EventStream::close);
    }

    /** @param headers names and values in turn */
    private EventStream open(URI address, String... headers) {
        var request = HttpRequest.newBuilder(address);
        var stream = EventStream.open(headers.length == 0 ? request : request.headers(headers));
        open.add(stream);
        return stream;
    }

    private EventStream open(String path, String... headers) {
        return open(server.url().resolve(path), headers);
    }

    @Test
    void tellsWhatChangesOnAPage() {
        var stream = open("/");
        stream.await("message", "clock");

        server.api().submit(aJob().with("state", "template"));

        var total = stream.await("message", "in-flight-template");
        assertThat(total.data()).contains("\"every\":");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(stream.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(stream.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void tellsThatAPageIsToLookWhenARowLeavesIt() {
        var job = server.api().submit(aJob().ofType("leaving").with("state", "template"));
        var stream = open("/jobs?type=leaving&state=TEMPLATE&top=" + job);
        stream.await("message", "clock");

        server.api().change(job, "cancel");

        stream.await("look", "");
    }

    @Test
    void tellsNothingThatDependsOnWhoLooks() {
        var job = server.api().submit(aJob().with("state", "template"));
        var browser = new Browser(server.url());
        browser.login(people.token("olga", Role.OPERATOR));
        var stream = open("/jobs/" + job, "Cookie", cookie(browser));
        var told = stream.await("message", "clock");

        server.api().change(job, "release");

        stream.await("look", "");
        assertThat(told.data()).doesNotContain("_csrf", "<form", "olga");
    }

    @Test
    void showsTimesAsTheirReaderWantsThem() {
        var stream = open("/", "Cookie", "freshet-times=local:Asia/Kathmandu");
        var utc = open("/");

        var there = stream.await("message", "clock").data().replaceAll("(?s).*id=.\"clock.*?>([0-9:]+)<.*", "$1");
        var here = utc.await("message", "clock").data().replaceAll("(?s).*id=.\"clock.*?>([0-9:]+)<.*", "$1");

        assertThat(there.substring(0, 5)).isNotEqualTo(here.substring(0, 5));
    }

    @Test
    void looksOnceForAllWhoHaveTheSamePageOpen() {
        var one = costOf(1);

        var twenty = costOf(20);

        assertThat(one).isPositive();
        assertThat(twenty).isLessThan(3 * one);
    }

    /** Statements until the last of so many streams was told of three changes. */
    private long costOf(int streams) {
        var before = statements.count();
        var all = IntStream.range(0, streams).mapToObj(n -> open("/pilots")).toList();
        all.forEach(it -> it.await("message", "clock"));
        all.forEach(it -> it.await("message", "clock"));
        all.forEach(it -> it.await("message", "clock"));
        all.forEach(EventStream::close);
        var cost = statements.count() - before;
        awaitSilence();
        return cost;
    }

    @Test
    void asksNothingWhenNobodyLooks() {
        var stream = open("/jobs");
        stream.await("message", "clock");

        stream.close();

        awaitSilence();
    }

    /** The end of a stream is noticed with the next word to it. */
    private static void awaitSilence() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            var before = statements.count();
            Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
            return statements.count() == before;
        });
    }

    private static String cookie(Browser browser) {
        return "freshet-0=" + browser.cookie("freshet-0").orElseThrow();
    }

    @Test
    void endsWithTheTokenOfWhoeverOpenedIt() {
        var token = people.token("rosa", Role.VIEWER);
        var browser = new Browser(server.url());
        browser.login(token);
        var stream = open("/jobs", "Cookie", cookie(browser));
        stream.await("message", "clock");

        people.revoke(token);

        stream.await("out", "");
        assertThat(stream.ends()).isTrue();
    }

    @Test
    void endsWithTheSession() {
        var browser = new Browser(server.url());
        browser.login(people.token("emil", Role.VIEWER));
        var stream = open("/jobs", "Cookie", cookie(browser));
        stream.await("message", "clock");

        browser.get("/jobs");
        browser.post("/logout", Map.of());

        stream.await("out", "");
        assertThat(stream.ends()).isTrue();
    }

    @Test
    void endsWhenItsOwnerGetsAnotherRole() {
        var browser = new Browser(server.url());
        browser.login(people.token("ines", Role.OPERATOR));
        var stream = open("/jobs", "Cookie", cookie(browser));
        stream.await("message", "clock");

        people.give("ines", Role.VIEWER);

        stream.await("out", "");
    }

    @Test
    void goesOnForOthersMeanwhile() {
        var token = people.token("vera", Role.VIEWER);
        var browser = new Browser(server.url());
        browser.login(token);
        var hers = open("/jobs", "Cookie", cookie(browser));
        var anybodys = open("/jobs");
        hers.await("message", "clock");

        people.revoke(token);
        hers.await("out", "");

        anybodys.await("message", "clock");
        anybodys.await("message", "clock");
    }

    @ParameterizedTest
    @CsvSource({
        "/login, 406",
        "/freshet.css, 406",
        "/display, 406",
        "/jobs?q=1, 302",
        "/jobs/999999, 404",
        "/nowhere, 406",
        "/jobs/1/log/stdout, 406",
    })
    void refusesWhatIsNoPageThatLives(String path, int status) {
        var stream = open(path);

        assertThat(stream.status()).isEqualTo(status);
        assertThat(stream.ends()).isTrue();
    }

    @Test
    void givesNoStreamOfAPageToWhoeverMayNotHaveThePage() {
        var stream = open("/jobs", PROXY, "10.0.0.1");

        assertThat(stream.status()).isEqualTo(302);
        assertThat(stream.headers().firstValue("Location").orElse("")).startsWith("/login");
    }

    @Test
    void givesAStreamToATokenInTheHeader() {
        var stream = open("/jobs", PROXY, "10.0.0.1", "Authorization", "Bearer " + server.secret("admin.token"));

        stream.await("message", "clock");
    }

    @Test
    void leavesTheApiAlone() {
        var request = server.api().request("/api/v1/summary").header("Accept", "application/json, text/event-stream");

        assertThat(server.api().send(request).status()).isEqualTo(200);
    }

    @Test
    void givesNobodyMoreStreamsThanAShare() {
        try (var small = TestServer.start("freshet.live.streams-per-address=2")) {
            open(small.url().resolve("/")).await("message", "clock");
            open(small.url().resolve("/")).await("message", "clock");

            var third = open(small.url().resolve("/"));

            assertThat(third.status()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("30");
        }
    }

    @Test
    void isNothingForWhichAServerThatStopsWaits() {
        var other = TestServer.start();
        var stream = open(other.url().resolve("/"));
        stream.await("message", "clock");
        var begun = System.nanoTime();

        other.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        assertThat(stream.ends()).isTrue();
    }
}
