package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Role;
import org.freshet.protocol.Submitted;
import org.freshet.server.bulk.BulkWork;
import org.freshet.server.bulk.Bulks;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** A shifter finds jobs, keeps the list, and does something to many of them, in a real browser. */
@Timeout(240)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class BulkPagesE2E {

    private static final String EVIL = "<img src=x onerror=\"window.__xss=1\">' [[${7*7}]] " + "long ".repeat(30);

    private static TestServer server;
    private static Chromium chromium;
    private static People people;
    private static Api api;
    private Window window;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        people = new People(server);
        api = server.api();
        Scene.play(server);
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

    @BeforeEach
    void open() {
        window = chromium.open(server.url());
    }

    @AfterEach
    void close() {
        window.close();
        assertThat(window.flaws()).isEmpty();
    }

    private static void login(Window in, String name, Role role) {
        in.go("/login");
        in.find("#token").fill(people.token(name, role));
        in.follow(".login button", "/");
    }

    private static List<JobId> submit(JobText job, int count) {
        return api.submit(job.times(count)).items().stream()
                .map(Submitted.Item::id)
                .toList();
    }

    private static JobText held(String type) {
        return aJob().ofType(type).with("state", "template").with("name", EVIL);
    }

    private static Stream<JobState> states(List<JobId> jobs) {
        return jobs.stream().map(it -> api.job(it).job().state());
    }

    /** Forty that failed, as on a bad night. */
    private static List<JobId> failures(String type, int count) {
        var jobs = submit(aJob().ofType(type).with("priority", 900).with("run", 5076), count);
        var pilot = ScriptedPilot.register(server);
        for (int n = 0; n < count; n++) {
            pilot.say(false, failed(pilot.claim(), 65));
        }
        return jobs;
    }

    @Test
    void isInOrderAtEveryWidthAndInBothColourSchemes() {
        submit(held("look"), 60);
        api.submit(aJob().ofType("look"));
        api.submit(aJob().ofType("w".repeat(63)).with("name", "n".repeat(200)));
        login(window, "olga", Role.OPERATOR);
        for (var path : List.of(
                "/jobs?type=look",
                "/jobs?sort=run&cols=name,user,site,workflow,ended,run&flavour=cold",
                "/jobs?q=nothing-like-it")) {
            window.go(path);
            window.lookAround(path);
        }
        window.go("/jobs");
        window.find(".columns summary").click();
        window.find(".viewbar summary").click();
        window.lookAround("/jobs with columns and views open");

        window.go("/jobs?type=look");
        window.find("#choose-all").click();
        window.find("button[value=cancel]").click();
        window.page().waitForURL("**/bulks/*");
        window.lookAround("preview");
        window.find("#why").fill(EVIL);
        window.find("#confirm button").click();
        window.find("text=What came of it").waitFor();
        window.lookAround("result");
    }

    @Test
    void retriesExactlyTheFortyThatFailedThoughOthersFailMeanwhile() {
        var forty = failures("forty", 40);
        login(window, "olga", Role.OPERATOR);

        window.go("/jobs?type=forty&state=FAILED&run=5076-5077");
        window.find("#choose-all").click();
        window.find("button[value=retry]").click();
        window.page().waitForURL("**/bulks/*");
        assertThat(window.find("h1")).hasText("Retry 40 jobs?");
        assertThat(window.find("ol.ids li")).hasCount(40);
        var later = failures("forty", 1);
        window.find("#why").fill("raw files are back");
        window.find("#confirm button:has-text('Retry 40 jobs')").click();

        assertThat(window.find("p.sum")).containsText("40 jobs: 40 done + 0 not possible + 0 still to do.");
        assertThat(states(forty)).containsOnly(JobState.DEFINED);
        assertThat(states(later)).containsOnly(JobState.FAILED);
        window.find("button:has-text('Undo for 40 jobs')").click();
        assertThat(window.find("h1")).containsText("Undo of change");
        assertThat(window.find("p.sum")).containsText("40 done");
        assertThat(states(forty)).containsOnly(JobState.CANCELLED);

        window.find("footer a[href='/audit']").click();
        window.arriveAt("/audit");
        window.find(".filters summary").click();
        window.find("input[name=entity][value=BULK]").check();
        window.find("#f-user").fill("olga");
        window.find(".filters button.main").click();
        var retried = "tbody tr:has-text('retry of 40 jobs'):has-text('type=forty'):has-text('raw files are back')";
        assertThat(window.find(retried)).hasCount(1);
        assertThat(window.find("tbody tr:has-text('cancel of 40 jobs'):has-text('undo of bulk')"))
                .hasCount(1);
        window.find(retried + " td a[href^='/bulks/']").click();
        assertThat(window.find("p.sum")).containsText("40 done");
    }

    /** Does something to all jobs of a type, as far as its page says that it is done. */
    private void change(String type, String action, String question) {
        window.go("/jobs?type=" + type);
        window.find("#choose-all").click();
        if (action.equals("priority")) {
            window.find("#bulk-priority").fill("7");
        }
        window.find("button[value=" + action + "]").click();
        assertThat(window.find("h1")).hasText(question);
        window.find("#why").fill("by mistake");
        window.find("#confirm button").click();
        assertThat(window.find("p.sum")).containsText("2 done");
    }

    private void assertThatItIsUndone() {
        assertThat(window.find("h1")).containsText("Undo of change");
        assertThat(window.find("p.sum")).containsText("2 done");
    }

    @Test
    void takesBackACancellationAndAPriorityByAClickAndAHoldByAKey() {
        var jobs = submit(aJob().ofType("undone").with("priority", -900), 2);
        login(window, "olga", Role.OPERATOR);

        change("undone", "cancel", "Cancel 2 jobs?");
        assertThat(states(jobs)).containsOnly(JobState.CANCELLED);
        window.find("button:has-text('Undo for 2 jobs')").click();
        assertThatItIsUndone();
        assertThat(states(jobs)).containsOnly(JobState.DEFINED);

        change("undone", "priority", "Give 2 jobs priority 7?");
        assertThat(jobs).allMatch(it -> api.job(it).job().priority() == 7);
        window.find("button:has-text('Undo for 2 jobs')").click();
        assertThatItIsUndone();
        assertThat(jobs).allMatch(it -> api.job(it).job().priority() == -900);

        change("undone", "hold", "Hold 2 jobs?");
        assertThat(states(jobs)).containsOnly(JobState.TEMPLATE);
        window.press("z");
        assertThatItIsUndone();
        assertThat(states(jobs)).containsOnly(JobState.DEFINED);
    }

    @Test
    void holdsWhatWasTickedAndTakesItBack() {
        var jobs = submit(aJob().ofType("ticked"), 5);
        login(window, "olga", Role.OPERATOR);

        window.go("/jobs?type=ticked");
        assertThat(window.find("#ticked")).hasText("the ticked ones");
        window.find("tr[data-row='" + jobs.get(4) + "'] input").check();
        window.find("tr[data-row='" + jobs.get(2) + "'] input")
                .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(window.find("#ticked")).hasText("the 3 ticked ones");
        window.find("button[value=hold]").click();
        assertThat(window.find("h1")).hasText("Hold 3 jobs?");
        window.find("#why").fill("wait for new calibration");
        window.find("#confirm button").click();
        assertThat(window.find("p.sum")).containsText("3 done");
        assertThat(states(jobs.subList(2, 5))).containsOnly(JobState.TEMPLATE);
        assertThat(states(jobs.subList(0, 2))).containsOnly(JobState.DEFINED);
        window.find("button:has-text('Undo for 3 jobs')").click();

        assertThat(window.find("h1")).containsText("Undo of change");
        assertThat(states(jobs)).containsOnly(JobState.DEFINED);
        window.find("a:has-text('The change that is taken back')").click();
        assertThat(window.find("[data-live=undo]")).containsText("It was taken back by change");
        window.go("/jobs/" + jobs.get(4));
        window.find("section[aria-labelledby=h-history] a:has-text('to all of that change')")
                .last()
                .click();
        assertThat(window.find("h1")).containsText("Undo of change");
    }

    @Test
    void ticksAWholePageAtOnceAndOneRowByAKey() {
        var jobs = submit(held("page"), 3);
        login(window, "olga", Role.OPERATOR);
        window.go("/jobs?type=page");

        window.find("#tick-all").check();
        assertThat(window.find("#ticked")).hasText("the 3 ticked ones");
        window.find("tr[data-row='" + jobs.getFirst() + "'] th a").focus();
        window.press("x");
        assertThat(window.find("#ticked")).hasText("the 2 ticked ones");
    }

    @Test
    void comesWhenJobsAreChosenAndMovesNoRow() {
        var jobs = submit(held("calm"), 40);
        login(window, "olga", Role.OPERATOR);
        window.go("/jobs?type=calm");
        assertThat(window.find("#bulk")).isHidden();
        assertStaysWhenTicked(jobs.getLast());
        window.page().evaluate("scrollTo(0, document.documentElement.scrollHeight)");
        assertStaysWhenTicked(jobs.getFirst());

        window.find("#choose-all").click();
        assertThat(window.find("#bulk")).isVisible();
        assertThat(window.find("#scope-matching")).isChecked();
        window.find("#bulk-clear").click();
        assertThat(window.find("#bulk")).isHidden();
        window.find("#bulk-all").click();
        assertThat(window.find("#scope-matching")).isChecked();
    }

    private void assertStaysWhenTicked(JobId job) {
        var box = window.find("tr[data-row='" + job + "'] input");
        var place = box.boundingBox().y;
        box.check();
        assertThat(window.find("#bulk")).isVisible();
        assertThat(box.boundingBox().y).isEqualTo(place);
        box.uncheck();
        assertThat(window.find("#bulk")).isHidden();
        assertThat(box.boundingBox().y).isEqualTo(place);
    }

    @Test
    void worksWithoutScripts() {
        var jobs = submit(held("plain"), 4);
        try (var plain = chromium.openWithoutScripts(server.url())) {
            login(plain, "olga", Role.OPERATOR);
            plain.go("/jobs?type=plain");
            assertThat(plain.find(".bulk")).hasCSS("position", "static");
            plain.find("button[value=release]").click();
            assertThat(plain.find("[role=alert]")).containsText("no job was ticked");
            plain.find("tr[data-row='" + jobs.get(1) + "'] input").check();
            plain.find("#bulk-priority").fill("7");
            plain.find("button[value=priority]").click();
            assertThat(plain.find("h1")).hasText("Give 1 job priority 7?");
            plain.find("#why").fill("first");
            plain.find("#confirm button").click();
            assertThat(plain.find("p.sum")).containsText("1 done");
            assertThat(api.job(jobs.get(1)).job().priority()).isEqualTo(7);
            plain.find("a:has-text('Back to the list')").click();
            plain.arriveAt("/jobs");
        }
    }

    @Test
    void offersNothingToWhoMayNot() {
        submit(held("forbidden"), 1);

        window.go("/jobs?type=forbidden");
        assertThat(window.find("input[name=job]")).hasCount(0);
        assertThat(window.find(".bulk")).hasCount(0);
        login(window, "vera", Role.VIEWER);
        window.go("/jobs?type=forbidden");
        assertThat(window.find("input[name=job]")).hasCount(0);
        assertThat(window.find(".bulk")).hasCount(0);
        assertThat(window.find(".viewbar summary")).hasCount(1);
    }

    @Test
    void keepsAListUnderAName() {
        login(window, "olga", Role.OPERATOR);
        window.go("/jobs?state=FAILED&type=reco");

        window.find(".viewbar summary").click();
        window.find("#view-name").fill(EVIL.substring(0, 40));
        window.find("input[name=shared]").check();
        window.find(".keepform button").click();
        assertThat(window.find("[role=status].toast")).containsText("The list is kept");
        window.go("/jobs");
        window.find(".views a:has-text('window.__xss')").click();
        window.arriveAt("/jobs?state=FAILED&type=reco");
        try (var other = chromium.open(server.url())) {
            other.go("/jobs");
            assertThat(other.find(".views a:has-text('of olga')")).hasCount(1);
        }
        window.find(".viewbar summary").click();
        window.find(".kept button").click();
        assertThat(window.find("[role=status].toast")).containsText("is not kept any more");
    }

    @Test
    void showsTheColumnsThatSomebodyChoseAlsoTheNextTime() {
        window.go("/jobs?state=FAILED");
        window.find(".columns summary").click();
        for (var column : List.of("type", "run", "defined", "waited", "ran", "priority", "try", "word")) {
            window.find(".columns input[value=" + column + "]").uncheck();
        }
        window.find(".columns input[value=user]").check();
        window.find(".columns button").click();
        window.page().waitForURL("**/jobs?state=FAILED&cols=user&cols=host");
        assertThat(window.texts("thead th")).containsExactly("Job", "State", "User", "Host");
        window.go("/jobs");
        assertThat(window.texts("thead th")).containsExactly("Job", "State", "User", "Host");
        window.find(".columns summary").click();
        window.find(".columns a").click();
        assertThat(window.find("thead th:has-text('Last word')")).hasCount(1);
        window.go("/jobs");
        assertThat(window.find("thead th:has-text('Last word')")).hasCount(1);
    }

    @Test
    void sortsByAHeading() {
        window.go("/jobs");
        window.find("thead a:has-text('Defined')").click();
        window.arriveAt("/jobs?sort=oldest");
        assertThat(window.rows()).isSorted();
        window.find("thead a:has-text('Run')").click();
        window.arriveAt("/jobs?sort=run");
        assertThat(window.find("th[aria-sort=descending]")).containsText("Run");
    }

    @Test
    void savesWhatMatchesAsAFile() throws IOException {
        window.go("/jobs?state=FINISHED");
        var download = window.page()
                .waitForDownload(() -> window.find("a:has-text('Export CSV')").click());
        Path file = download.path();

        assertThat(download.suggestedFilename()).isEqualTo("jobs.csv");
        assertThat(Files.readAllLines(file)).hasSize(window.rows().size() + 1);

        var json = window.page()
                .waitForDownload(() -> window.find("a:text-is('JSON')").click());
        assertThat(json.suggestedFilename()).isEqualTo("jobs.json");
        var jobs = Api.JSON.readTree(Files.readString(json.path()));
        assertThat(jobs.get("items").valueStream().map(it -> it.get("id").asString()))
                .containsExactlyInAnyOrderElementsOf(
                        window.rows().stream().map(String::valueOf).toList());
    }

    /** What a person waits for goes on by itself, and the page tells how far it is. */
    @Test
    void tellsHowFarAHugeChangeIs() {
        submit(held("huge").with("name", "one of many"), 11_000);
        login(window, "olga", Role.OPERATOR);
        window.go("/jobs?type=huge");
        window.find("#choose-all").click();
        window.find("button[value=release]").click();
        assertThat(window.find("h1")).hasText("Release 11,000 jobs?");
        assertThat(window.find("ol.ids li")).hasCount(500);
        var id = Long.parseLong(window.page().url().replaceFirst(".*/", ""));
        server.part(Bulks.class).confirm(id, "at once", new Bulks.Person("olga", true));
        window.go("/bulks/" + id);
        assertThat(window.find("p.sum")).containsText("0 done + 0 not possible + 11,000 still to do.");

        server.part(BulkWork.class).sweep();
        server.part(BulkWork.class).sweep();

        assertThat(window.find("p.sum")).containsText("11,000 done");
        assertThat(window.find("button:has-text('Undo for 11,000 jobs')")).isVisible();
    }
}
