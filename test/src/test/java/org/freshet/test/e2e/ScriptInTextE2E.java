package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Whatever people, pilots and payloads write is shown as text on every page, wherever it stands. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class ScriptInTextE2E {

    private static final String SCRIPT = "<script>window.__xss=1</script><img src=x onerror=window.__xss=2>";
    private static final String QUOTES =
            "\"'><svg onload=window.__xss=3> {{7*7}} ${7*7} [[${7*7}]] javascript:window.__xss=4";
    private static final String EVIL = SCRIPT + QUOTES;

    private static TestServer server;
    private static Api api;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0");
        api = server.api();
        plant();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    /** Everything that can be written by anybody. */
    private static void plant() {
        server.db().sql("update account set name = :name").param("name", SCRIPT).update();
        var pilot = register();
        var failed = api.submit(evil());
        var given = pilot.claim();
        pilot.say(false, started(given));
        pilot.say(false, new Report.Progress(given.attempt(), logs()));
        pilot.say(false, end(given.attempt()));
        api.post("/api/v1/jobs/" + failed + "/retry", reason());
        var back = pilot.claim();
        pilot.say(false, new Report.GivenBack(back.attempt(), EVIL));
        api.post(
                "/api/v1/jobs/" + failed + "/priority",
                Api.JSON.writeValueAsString(Map.of("priority", 7, "reason", EVIL)));
        api.post("/api/v1/jobs/" + failed + "/hold", reason());
        var running = api.submit(evil());
        pilot.say(false, started(pilot.claim()));
        api.post("/api/v1/jobs/" + api.submit(evil()) + "/cancel", reason());
        api.submit(evil().with("key", EVIL + "waits"));
        var leaver = register();
        leaver.send(new Exchange(leaver.next(false).seq(), null, List.of(), null, EVIL));
        assertThat(api.job(running).job().user()).contains("<script>");
    }

    private static JobText evil() {
        return aJob().with("name", EVIL)
                .with("payload", "echo " + EVIL)
                .with("env", Map.of(EVIL.replace("=", ""), EVIL, "P3S_INPUT_FILE", "/data/" + EVIL))
                .with("tags", List.of("gpu"))
                .with("outputs", List.of(EVIL))
                .with("metadata", Map.of(EVIL, EVIL))
                .with("key", EVIL + UUID.randomUUID());
    }

    private static String reason() {
        return Api.JSON.writeValueAsString(Map.of("reason", EVIL));
    }

    private static ScriptedPilot register() {
        var nonce = UUID.randomUUID().toString();
        var registration = new Registration(
                Protocol.VERSION,
                "local",
                nonce,
                "h" + EVIL,
                4711,
                "b" + EVIL,
                "v" + SCRIPT,
                "u" + SCRIPT,
                new Offer(1, 4000, 10_000, List.of("gpu"), 86_400));
        var answer = new Api(server.url(), server.secret("sites/local.secret"))
                .post("/api/v1/pilots", Api.JSON.writeValueAsString(registration));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return ScriptedPilot.of(server, answer.as(Registered.class), registration.offer());
    }

    private static List<LogPart> logs() {
        var text = ("before\n" + EVIL + "\n</pre></section>" + EVIL + "\n").getBytes(StandardCharsets.UTF_8);
        return List.of(
                new LogPart(LogPart.Stream.STDOUT, text, new byte[0], text.length),
                new LogPart(LogPart.Stream.STDERR, text, text, 10_000_000));
    }

    private static Report end(AttemptId attempt) {
        return new Report.Ended(attempt, FailureReason.EXIT_CODE, 3, null, EVIL, 2000L, 5, logs());
    }

    @Test
    void isShownAsTextOnEveryPage() {
        var pages = new LinkedHashSet<String>();
        try (var window = chromium.open(server.url())) {
            var toVisit = new ArrayDeque<>(List.of(
                    "/", "/jobs?name=" + encoded(EVIL), "/jobs/" + encoded(SCRIPT), "/pilots?host=" + encoded(EVIL)));
            while (!toVisit.isEmpty() && pages.size() < 80) {
                var path = toVisit.remove();
                if (pages.add(path)) {
                    visit(window, path);
                    links(window).stream().filter(it -> !pages.contains(it)).forEach(toVisit::add);
                }
            }
        }
        assertThat(pages).hasSizeGreaterThan(10).contains("/jobs", "/pilots");
    }

    private static void visit(Window window, String path) {
        window.go(path);
        // A handler of a picture that cannot be loaded runs after the page is there.
        window.page().waitForLoadState();

        assertThat(window.page().evaluate("() => window.__xss")).as(path).isNull();
        assertThat(window.find("script:not([src]), img[src=x], svg[onload]").count())
                .as(path)
                .isZero();
        assertThat(window.flaws())
                .as(path)
                .noneMatch(it -> it.contains("Content Security Policy") || it.startsWith("script"));
        assertPlain(path, api.get(path));
    }

    /** Nothing but what the policy for contents forbids anyway would run it: the text itself is harmless. */
    private static void assertPlain(String path, Api.Answer answer) {
        if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain")) {
            return; // a log as it came, which a browser shows as text
        }
        assertThat(answer.body())
                .as(path)
                .doesNotContain("<script>window", "<img src=x", "<svg onload", "href=\"javascript:", " 49 ");
    }

    /** Other pages of this server that the page leads to. */
    @SuppressWarnings("unchecked")
    private static Set<String> links(Window window) {
        var all = (List<String>) window.page()
                .evaluate(
                        "() => [...document.querySelectorAll('a[href]:not([download])')].filter(a => a.origin == location.origin && a.pathname != '/display')"
                                + ".map(a => a.pathname + a.search)");
        return new LinkedHashSet<>(all);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
