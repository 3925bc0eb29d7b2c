package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Role;
import org.freshet.server.job.Expiry;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.JobText;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page of a job offers to whom, and what comes of it. */
class PageChangesIT {

    private static final List<String> ALL = List.of("release", "retry", "priority", "hold", "cancel");
    private static final Pattern OFFERED = Pattern.compile("action=\"/jobs/\\d+/([a-z]+)\"");

    private static TestServer server;
    private static People people;
    private static Api submitter;
    private static Browser operator;
    private static Browser owner;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        people = new People(server);
        var token = people.token("mara", Role.SUBMITTER);
        submitter = new Api(server.url(), token);
        owner = loggedIn(token);
        operator = loggedIn(people.token("otto", Role.OPERATOR));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browser loggedIn(String token) {
        var browser = new Browser(server.url());
        assertThat(browser.login(token).status()).isEqualTo(303);
        return browser;
    }

    private static Browser as(String name, Role role) {
        return loggedIn(people.token(name, role));
    }

    private static JobText held() {
        return aJob().with("state", "template");
    }

    private static TreeSet<String> offered(Browser browser, JobId job) {
        var found = new TreeSet<String>();
        OFFERED.matcher(browser.get("/jobs/" + job).body()).results().forEach(it -> found.add(it.group(1)));
        return found;
    }

    private static Browser.Page change(Browser browser, JobId job, String what, Map<String, String> fields) {
        browser.get("/jobs/" + job);
        return browser.post("/jobs/" + job + "/" + what, fields);
    }

    private static JobState state(JobId job) {
        return server.api().job(job).job().state();
    }

    @Test
    void offersToEachRoleWhatItMayDo() {
        var job = submitter.submit(held());

        assertThat(offered(owner, job)).containsExactly("cancel", "priority", "release");
        assertThat(offered(operator, job)).containsExactly("cancel", "priority", "release");
        assertThat(offered(as("ada", Role.ADMIN), job)).containsExactly("cancel", "priority", "release");
        assertThat(offered(as("sven", Role.SUBMITTER), job)).isEmpty();
        assertThat(offered(as("vera", Role.VIEWER), job)).isEmpty();
        assertThat(offered(new Browser(server.url()), job)).isEmpty();
    }

    @Test
    void leadsWhoIsNotLoggedInToTheLoginAndBack() {
        var job = submitter.submit(held());

        var page = new Browser(server.url()).get("/jobs/" + job).body();

        assertThat(page).contains("Log in to change job " + job, "href=\"/login?from=/jobs/" + job + "\"");
        assertThat(as("vera", Role.VIEWER).get("/jobs/" + job).body()).doesNotContain("Log in to change job");
    }

    /** A job that has got into a state as jobs do. */
    private static JobId in(JobState state) {
        var job = submitter.submit(
                switch (state) {
                    case TEMPLATE -> held();
                    case EXPIRED ->
                        aJob().with("dataTime", "2026-01-01T00:00:00Z").with("usefulFor", 60);
                    default -> aJob().with("priority", 900);
                });
        switch (state) {
            case DISPATCHED -> ScriptedPilot.register(server).claim();
            case RUNNING -> {
                var pilot = ScriptedPilot.register(server);
                pilot.say(false, started(pilot.claim()));
            }
            case FINISHED -> {
                var pilot = ScriptedPilot.register(server);
                pilot.say(false, finished(pilot.claim()));
            }
            case CANCELLED -> server.api().change(job, "cancel");
            case EXPIRED -> server.part(Expiry.class).sweep();
            default -> {}
        }
        assertThat(state(job)).isEqualTo(state);
        return job;
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"TEMPLATE", "DEFINED", "DISPATCHED", "RUNNING", "FINISHED", "CANCELLED", "EXPIRED"})
    void offersExactlyWhatTheStateAllows(JobState state) {
        for (var action : ALL) {
            var job = in(state);
            var isOffered = offered(operator, job).contains(action);

            var answer = change(operator, job, action, Map.of("priority", "7", "minutes", "5"));

            assertThat(answer.status())
                    .as("%s of a job that is %s", action, state)
                    .isEqualTo(isOffered ? 302 : 409);
            if (!state(job).isFinal()) {
                server.api().change(job, "cancel");
            }
        }
    }

    @Test
    void saysOnceWhatWasDoneAndKeepsWhoDidItAndWhy() {
        var job = submitter.submit(held());

        var answer = change(operator, job, "cancel", Map.of("reason", " not needed <b>any</b> more "));
        var page = operator.follow(answer);

        assertThat(answer.location()).endsWith("/jobs/" + job);
        assertThat(page.body()).contains("role=\"status\">Job " + job + " was cancelled.</p>");
        assertThat(operator.get("/jobs/" + job).body()).doesNotContain("Job " + job + " was cancelled.");
        var last = server.api().job(job).history().getLast();
        assertThat(last.actor()).isEqualTo("user otto");
        assertThat(last.reason()).isEqualTo("not needed <b>any</b> more");
        assertThat(page.body()).contains("not needed &lt;b&gt;any&lt;/b&gt; more");
    }

    @Test
    void doesEachThingThatItOffers() {
        var job = submitter.submit(held());

        change(owner, job, "priority", Map.of("priority", "-12", "reason", "later"));
        change(owner, job, "release", Map.of());
        var released = state(job);
        change(owner, job, "hold", Map.of());
        var isHeld = state(job);
        change(owner, job, "cancel", Map.of());
        change(owner, job, "retry", Map.of("reason", "once more"));

        assertThat(released).isEqualTo(JobState.DEFINED);
        assertThat(isHeld).isEqualTo(JobState.TEMPLATE);
        assertThat(state(job)).isEqualTo(JobState.DEFINED);
        assertThat(server.api().job(job).job().priority()).isEqualTo(-12);
        server.api().change(job, "cancel");
    }

    @Test
    void saysWhyNotWhereTheStateChangedMeanwhile() {
        var job = submitter.submit(held());
        operator.get("/jobs/" + job);
        server.api().change(job, "cancel");

        var answer = operator.post("/jobs/" + job + "/release", Map.of());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body())
                .contains("role=\"alert\">Job " + job + " is CANCELLED and cannot be released.</p>")
                .contains("data-live-url=\"/jobs/" + job + "\"");
        assertThat(operator.get("/jobs/" + job + "/release").location()).endsWith("/jobs/" + job);
    }

    @Test
    void refusesByNameOfTheMissingRoleWhatItDoesNotOffer() {
        var job = submitter.submit(held());
        var viewer = as("vera", Role.VIEWER);
        viewer.get("/jobs/" + job);
        var other = as("sven", Role.SUBMITTER);
        other.get("/jobs/" + job);

        var toViewer = viewer.post("/jobs/" + job + "/cancel", Map.of());
        var toOther = other.post("/jobs/" + job + "/cancel", Map.of());

        assertThat(toViewer.status()).isEqualTo(403);
        assertThat(toViewer.body()).contains("This needs the role SUBMITTER; the account vera has VIEWER.");
        assertThat(toOther.status()).isEqualTo(403);
        assertThat(toOther.body())
                .contains("Job " + job
                        + " belongs to mara. To change the jobs of others, the account sven needs the role OPERATOR.");
        assertThat(state(job)).isEqualTo(JobState.TEMPLATE);
    }

    @Test
    void changesNothingByAFormFromElsewhere() {
        var job = submitter.submit(held());

        var without = operator.post("/jobs/" + job + "/cancel", Map.of("_csrf", ""));
        var forged = operator.post("/jobs/" + job + "/cancel", Map.of("_csrf", "forged"));
        var ofAnother = operator.post("/jobs/" + job + "/cancel", Map.of("_csrf", hidden(owner.get("/jobs/" + job))));

        for (var answer : List.of(without, forged, ofAnother)) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("The form was too old, or came from elsewhere.");
        }
        assertThat(state(job)).isEqualTo(JobState.TEMPLATE);
    }

    @Test
    void takesAFormThatStoodThereWhileOtherPagesWereLoaded() {
        var job = submitter.submit(held());
        var form = hidden(operator.get("/jobs/" + job));
        var others = List.of(operator.get("/jobs/" + job), operator.get("/jobs"), operator.get("/jobs/" + job));

        var answer = operator.post("/jobs/" + job + "/cancel", Map.of("_csrf", form));

        assertThat(others).allSatisfy(it -> assertThat(it.cookies()).isEmpty());
        assertThat(answer.status()).isEqualTo(302);
        assertThat(state(job)).isEqualTo(JobState.CANCELLED);
    }

    private static String hidden(Browser.Page page) {
        return page.body().replaceFirst("(?s).*?name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            priority, priority, 1001
            priority, priority, -1001
            priority, priority, many
            priority, priority, ''
            priority, priority, 99999999999
            priority, priority, 1.5
            retry,    minutes,  0
            retry,    minutes,  -5
            retry,    minutes,  soon
            retry,    minutes,  5256001
            """)
    void refusesWhatIsNoNumber(String action, String field, String value) {
        var job = submitter.submit(held());

        var answer = change(operator, job, action, Map.of(field, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Nothing was changed. “" + value + "” is no ");
    }

    @Test
    void refusesAReasonThatCannotBeKept() {
        var job = submitter.submit(held());

        for (var reason : List.of("x".repeat(1001), "before\0after")) {
            var answer = change(operator, job, "cancel", Map.of("reason", reason));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("A reason has at most 1,000 characters");
        }
        assertThat(state(job)).isEqualTo(JobState.TEMPLATE);
    }

    @Test
    void asksForHowLongTheResultOfAnExpiredJobIsUsefulAndRetriesIt() {
        var job = in(JobState.EXPIRED);
        var page = operator.get("/jobs/" + job).body();

        var without = change(operator, job, "retry", Map.of());
        var with = change(operator, job, "retry", Map.of("minutes", "30"));

        assertThat(page).contains("Its result stays useful for, in minutes");
        assertThat(without.status()).isEqualTo(409);
        assertThat(without.body()).contains("has passed the time until which its result is of use");
        assertThat(with.status()).isEqualTo(302);
        assertThat(state(job)).isEqualTo(JobState.DEFINED);
        server.api().change(job, "cancel");
    }

    @Test
    void knowsNoOtherChangesAndNoOtherJobs() {
        operator.get("/jobs/" + submitter.submit(held()));

        assertThat(operator.post("/jobs/999999/cancel", Map.of()).status()).isEqualTo(404);
        assertThat(operator.post("/jobs/no-id/cancel", Map.of()).status()).isEqualTo(404);
        assertThat(operator.post("/jobs/1/explode", Map.of()).status()).isEqualTo(404);
        assertThat(operator.get("/jobs/1/explode").status()).isEqualTo(404);
    }
}
