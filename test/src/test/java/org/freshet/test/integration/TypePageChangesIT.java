package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.freshet.protocol.JobTypeView;
import org.freshet.protocol.JobTypeView.Order;
import org.freshet.protocol.Role;
import org.freshet.test.support.Browser;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the pages of job types say, what they offer to whom, and what comes of it. */
class TypePageChangesIT {

    private static final Pattern OFFERED = Pattern.compile("action=\"/types/[a-z]+/([a-z-]+)\"");

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

    private static void submit(String type) {
        server.api().submit(aJob().with("jobtype", type));
    }

    private static TreeSet<String> offered(Browser browser, String type) {
        var found = new TreeSet<String>();
        OFFERED.matcher(browser.get("/types/" + type).body()).results().forEach(it -> found.add(it.group(1)));
        return found;
    }

    private static Browser.Page tell(Browser browser, String type, String what, Map<String, String> fields) {
        browser.get("/types/" + type);
        return browser.post("/types/" + type + "/" + what, fields);
    }

    private static JobTypeView type(String name) {
        return server.api().get("/api/v1/jobtypes/" + name).as(JobTypeView.class);
    }

    @Test
    void offersToOperatorsOnly() {
        submit("offered");

        assertThat(offered(operator, "offered")).containsExactly("limit", "newest-first");
        assertThat(offered(as("vera", Role.VIEWER), "offered")).isEmpty();
        assertThat(offered(as("sven", Role.SUBMITTER), "offered")).isEmpty();
        assertThat(new Browser(server.url()).get("/types/offered").body())
                .contains("Log in to change job type offered");
    }

    @Test
    void changesTheLimitAndKeepsWhoDidItAndWhy() {
        submit("limited");

        var answer = tell(operator, "limited", "limit", Map.of("limit", "3", "reason", "a <b>slow</b> disk"));
        var page = operator.follow(answer);

        assertThat(answer.location()).endsWith("/types/limited");
        assertThat(page.body())
                .contains("role=\"status\">The limit of limited is 3 now.</p>", "limit: none → 3", "at most 3 at once")
                .contains("user otto", "a &lt;b&gt;slow&lt;/b&gt; disk");
        assertThat(type("limited").limit()).isEqualTo(3);
        assertThat(tell(operator, "limited", "limit", Map.of("limit", "3")).status())
                .isEqualTo(409);
        assertThat(tell(operator, "limited", "limit", Map.of("limit", "")).status())
                .isEqualTo(302);
        assertThat(type("limited").limit()).isNull();
    }

    @Test
    void changesTheOrder() {
        submit("ordered");

        assertThat(tell(operator, "ordered", "newest-first", Map.of()).status()).isEqualTo(302);

        assertThat(type("ordered").order()).isEqualTo(Order.NEWEST_FIRST);
        assertThat(offered(operator, "ordered")).containsExactly("limit", "oldest-first");
        assertThat(tell(operator, "ordered", "newest-first", Map.of()).status()).isEqualTo(409);
        assertThat(operator.get("/types/ordered").body()).contains("order: OLDEST_FIRST → NEWEST_FIRST");
    }

    @Test
    void refusesWhatIsNoLimitAndWhoeverMayNot() {
        submit("refused");

        assertThat(tell(operator, "refused", "limit", Map.of("limit", "-1")).status())
                .isEqualTo(400);
        assertThat(tell(operator, "refused", "limit", Map.of("limit", "many")).body())
                .contains("role=\"alert\">Nothing was changed. “many” is no limit");
        assertThat(tell(as("sven", Role.SUBMITTER), "refused", "limit", Map.of("limit", "1"))
                        .body())
                .contains("This needs the role OPERATOR; the account sven has SUBMITTER.");
        assertThat(tell(operator, "refused", "limit", Map.of("limit", "1", "_csrf", "forged"))
                        .status())
                .isEqualTo(403);
        assertThat(type("refused").limit()).isNull();
    }

    @Test
    void knowsNoOtherTypesAndNoOtherChanges() {
        submit("known");
        operator.get("/types/known");

        assertThat(operator.get("/types/unknown").status()).isEqualTo(404);
        assertThat(operator.post("/types/unknown/limit", Map.of("limit", "1")).status())
                .isEqualTo(404);
        assertThat(operator.post("/types/known/delete", Map.of()).status()).isEqualTo(404);
        assertThat(operator.get("/types/known/limit").location()).endsWith("/types/known");
    }

    @Test
    void tellsHowTheJobsOfATypeFare() {
        server.api()
                .submit(aJob().with("jobtype", "fares")
                        .with("priority", 900)
                        .with("dataTime", Instant.now().minusSeconds(60).toString()));
        server.api().submit(aJob().with("jobtype", "fares").with("priority", 899));
        server.api()
                .submit(aJob().with("jobtype", "fares").with("priority", -900).with("tags", List.of("none")));
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, ScriptedPilot.finished(pilot.claim()));
        pilot.say(false, ScriptedPilot.failed(pilot.claim(), 65));

        var page = operator.get("/types/fares").body();

        assertThat(page)
                .contains(
                        "None of its jobs runs, 1 waits for a pilot.",
                        "1 of its jobs failed within a day and is failed still.")
                .contains("after its data were taken", "median of 2 attempts", "EXIT_CODE 65");
        assertThat(operator.get("/types").body()).contains("href=\"/types/fares\"");
        pilot.leave("the test is over");
    }
}
