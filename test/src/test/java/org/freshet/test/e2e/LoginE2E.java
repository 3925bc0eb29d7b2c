package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.started;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.freshet.protocol.Role;
import org.freshet.test.support.OpenIdProvider;
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

/** Somebody logs in in a real browser and changes a job or a pilot. Leaves pictures in {@code target/login}. */
@Timeout(120)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class LoginE2E {

    private static final int[] WIDTHS = {390, 1440};

    private static OpenIdProvider provider;
    private static TestServer server;
    private static People people;
    private static Chromium chromium;
    private Window window;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        provider = new OpenIdProvider();
        server = TestServer.start(
                "freshet.oidc.issuer=" + provider.issuer(),
                "freshet.oidc.client-id=" + OpenIdProvider.CLIENT,
                "freshet.oidc.client-secret=" + OpenIdProvider.SECRET,
                "freshet.oidc.label=the lab",
                "freshet.oidc.roles-claim=realm_access.groups");
        provider.start(server.url());
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (provider != null) {
            provider.close();
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
    }

    private static JobId held() {
        return server.api().submit(aJob().with("state", "template").with("name", "of the night shift"));
    }

    private void login(Window in, Role role) {
        in.go("/login");
        in.find("#token").fill(people.token("mara", role));
        in.follow(".login button", "/");
    }

    /** At every width and in both colour schemes nothing hinders anybody; a picture of each is kept. */
    private void lookAround(String name) {
        var all = new SoftAssertions();
        for (int width : WIDTHS) {
            for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                window.resize(width).paint(scheme);
                var where = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
                all.assertThat(window.barriers()).as("barriers of " + where).isEmpty();
                all.assertThat(window.overhang())
                        .as("sideways scrolling of " + where)
                        .isZero();
                window.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(Path.of("target", "login", where + ".png")));
            }
        }
        all.assertThat(window.flaws()).as("errors of " + name).isEmpty();
        all.assertAll();
    }

    @Test
    void showsTheLoginInOrder() {
        window.go("/login");

        assertThat(window.hasFocus("#token")).isTrue();
        lookAround("login");
    }

    @Test
    void showsInOrderWhyOneIsAtTheLogin() {
        window.go("/login?why=revoked&from=/jobs");

        assertThat(window.find("[role=alert]")).containsText("your token was revoked");
        lookAround("login-revoked");
    }

    @Test
    void showsInOrderWhatMayBeDoneToAJob() {
        login(window, Role.OPERATOR);
        window.go("/jobs/" + held());
        lookAround("job");

        window.find(".change summary:has-text('Cancel')").click();

        assertThat(window.find(".change .preview:visible")).containsText("Reason, kept in the history");
        lookAround("job-cancel");
    }

    @Test
    void showsTheWayToTheLoginInOrder() {
        window.go("/jobs/" + held());

        assertThat(window.find(".change")).containsText("Log in to change job");
        lookAround("job-anonymous");
    }

    @Test
    void cancelsAJobWithAReasonAndSaysSo() {
        var job = held();
        login(window, Role.OPERATOR);
        window.go("/jobs/" + job);

        window.find(".change summary:has-text('Cancel')").click();
        window.find(".change .preview:visible [name=reason]").fill("not needed any more");
        window.find(".change .preview:visible button").click();

        assertThat(window.find("[role=status]:visible").first()).containsText("Job " + job + " was cancelled.");
        assertThat(window.page().url()).isEqualTo(server.url() + "/jobs/" + job);
        assertThat(server.api().job(job).job().state()).isEqualTo(JobState.CANCELLED);
        lookAround("job-cancelled");
    }

    @Test
    void opensWhatACancelDoesWithAKeyAndLeavesTheRestToThePerson() {
        var job = held();
        login(window, Role.OPERATOR);
        window.go("/jobs/" + job).press("Shift+C");

        assertThat(window.find(".change .preview:visible")).containsText("Reason, kept in the history");
        assertThat(window.hasFocus(".change .preview [name=reason]")).isTrue();
        assertThat(server.api().job(job).job().state()).isEqualTo(JobState.TEMPLATE);
    }

    @Test
    void cancelsAJobWithoutScripts() {
        var job = held();
        try (var plain = chromium.openWithoutScripts(server.url())) {
            login(plain, Role.OPERATOR);
            plain.go("/jobs/" + job);

            plain.find(".change summary:has-text('Cancel')").click();
            plain.find(".change .preview:visible button").click();

            assertThat(plain.find(".toast")).containsText("Job " + job + " was cancelled.");
            assertThat(server.api().job(job).history().getLast().actor()).isEqualTo("user mara");
        }
    }

    private static ScriptedPilot busy() {
        var pilot = ScriptedPilot.register(server);
        server.api().submit(aJob().with("name", "of the night shift"));
        pilot.say(false, started(pilot.claim()));
        return pilot;
    }

    private static PilotView view(ScriptedPilot pilot) {
        return server.api()
                .get("/api/v1/pilots/" + pilot.id())
                .as(PilotDetail.class)
                .pilot();
    }

    @Test
    void drainsAPilotWithAReasonAndOffersOnlyToKillItThen() {
        var pilot = busy();
        login(window, Role.OPERATOR);
        window.go("/pilots/" + pilot.id());
        lookAround("pilot");

        window.find(".change summary:has-text('Drain')").click();
        lookAround("pilot-drain");
        window.find(".change .preview:visible [name=reason]").fill("node7 gets a new disk");
        window.find(".change .preview:visible button").click();

        assertThat(window.find("[role=status]:visible").first())
                .containsText("Pilot " + pilot.id() + " was told to drain.");
        assertThat(window.page().url()).isEqualTo(server.url() + "/pilots/" + pilot.id());
        assertThat(view(pilot).state()).isEqualTo(PilotState.DRAINING);
        assertThat(view(pilot).reason()).isEqualTo("told to drain by mara: node7 gets a new disk");
        assertThat(window.texts(".change summary")).containsExactly("Kill…");
        lookAround("pilot-draining");
    }

    @Test
    void killsAPilotWithoutScripts() {
        var pilot = busy();
        try (var plain = chromium.openWithoutScripts(server.url())) {
            login(plain, Role.OPERATOR);
            plain.go("/pilots/" + pilot.id());

            plain.find(".change summary:has-text('Kill')").click();
            plain.find(".change .preview:visible button").click();

            assertThat(plain.find(".toast")).containsText("Pilot " + pilot.id() + " was told to end at once.");
            assertThat(plain.find(".change")).isHidden();
            assertThat(view(pilot).reason()).isEqualTo("told to stop by mara");
        }
    }

    @Test
    void takesTheButtonsAwayWhenThePilotEnds() {
        var pilot = busy();
        login(window, Role.OPERATOR);
        window.go("/pilots/" + pilot.id());
        assertThat(window.find(".change")).isVisible();

        pilot.leave("its lifetime is over");

        assertThat(window.find("[data-live=state]").first()).containsText("stopped");
        assertThat(window.find(".change")).isHidden();
        assertThat(window.flaws()).isEmpty();
    }

    @Test
    void showsToASubmitterNoButtonsForPilots() {
        var pilot = busy();
        login(window, Role.SUBMITTER);

        window.go("/pilots/" + pilot.id());

        assertThat(window.find(".change")).isHidden();
        assertThat(window.find(".change summary").count()).isZero();
        lookAround("pilot-submitter");
    }

    @Test
    void offersWhatTheNewStateAllowsButLeavesAnOpenFormAlone() {
        var job = held();
        login(window, Role.OPERATOR);
        window.go("/jobs/" + job);
        window.find(".change summary:has-text('Priority')").click();
        window.find(".change .preview:visible [name=reason]").fill("half typed");
        window.find("h1").click();

        server.api().change(job, "cancel");
        assertThat(window.find("[data-live=state]").first()).containsText("cancelled");
        var kept = window.find(".change .preview:visible [name=reason]").inputValue();
        window.find(".change summary:has-text('Priority')").click();
        window.find("h1").click();

        assertThat(window.find(".change summary:has-text('Retry')")).isVisible();
        assertThat(kept).isEqualTo("half typed");
        assertThat(window.find(".change summary").count()).isEqualTo(1);
    }

    @Test
    void tellsAPageThatIsOpenWhenItsReaderWasLoggedOut() {
        var token = people.token("rosa", Role.OPERATOR);
        window.go("/login");
        window.find("#token").fill(token);
        window.follow(".login button", "/");
        window.go("/jobs/" + held());
        assertThat(window.find("#out")).isHidden();
        window.awaitThat("() => streams()"); // one that begins later is refused, which the browser reports

        people.revoke(token);

        assertThat(window.find("#out")).isVisible();
        assertThat(window.find("#out")).containsText("You were logged out.");
        assertThat(window.find("#lost")).isHidden();
        lookAround("logged-out");
    }

    @Test
    void comesBackFromAProviderOfAnotherSiteLoggedIn() {
        provider.with("s-1", "emil", "operator");
        var job = held();
        window.go("/jobs/" + job);
        window.find(".change a").click();
        window.find(".login .or a").click();
        window.page().waitForURL(provider.issuer() + "/**");
        window.find("[name=username]").fill("s-1");
        window.find("[name=password]").fill("secret");
        window.find("button[type=submit]").click();

        window.arriveAt("/jobs/" + job);

        assertThat(window.find("#who")).containsText("emil operator");
        assertThat(window.find(".change summary").count()).isPositive();
    }

    @Test
    void logsOutByTheButtonOfEveryPage() {
        login(window, Role.VIEWER);

        window.find(".top .acct button").click();

        assertThat(window.find("main [role=status]")).containsText("You are logged out.");
        assertThat(window.find(".top .acct a")).containsText("Log in");
        assertThat(window.flaws()).isEmpty();
    }
}
