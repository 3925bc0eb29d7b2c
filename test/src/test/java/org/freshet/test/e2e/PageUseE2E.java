package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Summary;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Somebody looks for jobs on the pages, with the mouse and with the keyboard alone. */
@Timeout(60)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class PageUseE2E {

    private static TestServer server;
    private static Scene scene;
    private static Chromium chromium;
    private Window window;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.pilot.long-poll=1s");
        scene = Scene.play(server);
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

    @Test
    void keepsFiltersInTheAddressSoThatBackUndoesThem() {
        window.go("/jobs");

        window.find("#add-filter").click();
        window.find("input[value=FAILED]").check();
        window.find("#f-type").fill("reco");
        window.follow(".fields button", "/jobs?state=FAILED&type=reco");
        var types = window.texts("tbody td:nth-child(3)");
        window.follow(".chip:has-text('type') .x", "/jobs?state=FAILED");
        var states = window.texts("tbody td .st");
        window.page().goBack();
        window.arriveAt("/jobs?state=FAILED&type=reco");
        window.page().goBack();
        window.arriveAt("/jobs");

        assertThat(types).isNotEmpty().containsOnly("reco");
        assertThat(states).hasSizeGreaterThan(types.size()).containsOnly("failed");
        assertThat(window.find(".chip .x").count()).isZero();
    }

    @Test
    void namesWhatTheAddressAsksForInVain() {
        window.go("/jobs?flavour=cold&state=green");

        assertThat(window.texts(".chip.bad b")).containsExactlyInAnyOrder("flavour=cold", "state=GREEN");
        assertThat(window.rows()).isNotEmpty();
    }

    @Test
    void turnsPagesWithoutSkippingOrRepeatingRowsWhileJobsArrive() {
        var submitted =
                server
                        .api()
                        .submit(aJob().ofType("paging")
                                .with("state", "template")
                                .times(120))
                        .items()
                        .stream()
                        .map(it -> it.id().value())
                        .sorted(Comparator.reverseOrder())
                        .toList();

        var seen = new ArrayList<>(window.go("/jobs?type=paging").rows());
        server.api().submit(aJob().ofType("paging").with("state", "template"));
        while (window.find("a[rel=next]").count() > 0) {
            turn("next");
            seen.addAll(window.rows());
        }
        var last = window.rows();
        turn("prev");

        assertThat(seen).isEqualTo(submitted);
        assertThat(last).hasSize(20);
        assertThat(window.rows()).isEqualTo(submitted.subList(50, 100));
    }

    @Test
    void leadsFromTheSearchToAJobByIdAndToAListByText() {
        window.go("/").press("/");
        assertThat(window.hasFocus("#q")).isTrue();
        window.page().keyboard().type("#" + scene.job(JobState.RUNNING));
        window.press("Enter").arriveAt("/jobs/" + scene.job(JobState.RUNNING));

        window.press("/");
        window.page().keyboard().type("FAILS with");
        window.press("Enter").arriveAt("/jobs?q=FAILS+with");

        assertThat(window.rows()).hasSize(6);
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        window.go("/jobs").press("Tab");
        assertThat(window.hasFocus(".skip")).isTrue();
        assertThat(window.find(".skip").isVisible()).isTrue();

        window.press("Enter");
        assertThat(window.hasFocus("#main")).isTrue();
        for (int steps = 0; steps < 30 && !window.hasFocus("tbody th a"); steps++) {
            window.press("Tab");
        }
        assertThat(window.hasFocus("tr[data-row]:first-child th a")).isTrue();
        var first = window.rows().getFirst();
        window.press("Enter").arriveAt("/jobs/" + first);

        window.press("g", "p").arriveAt("/pilots");
        window.press("?");
        assertThat(window.find("#keys").isVisible()).isTrue();
        for (int steps = 0; steps < 20; steps++) {
            assertThat(window.hasFocus("#keys *, body")).isTrue();
            window.press("Tab");
        }
        window.press("Escape");
        assertThat(window.find("#keys").isVisible()).isFalse();
    }

    @Test
    void takesLettersAsTextWhileSomebodyTypes() {
        window.go("/").press("/");

        window.page().keyboard().type("gj?/");

        assertThat(window.find("#q").inputValue()).isEqualTo("gj?/");
        window.arriveAt("/");
    }

    @Test
    void showsTotalsThatAddUp() {
        window.go("/");
        var summary = server.api().get("/api/v1/summary").as(Summary.class);

        for (var state : JobState.values()) {
            assertThat(number((state.isFinal() ? "ended-" : "in-flight-") + state.name()))
                    .as("%s", state)
                    .isEqualTo(summary.jobs().get(state));
        }
        for (var state : PilotState.values()) {
            assertThat(number((state.isAlive() ? "alive-" : "gone-") + state.name()))
                    .as("%s", state)
                    .isEqualTo(summary.pilots().get(state));
        }
        assertThat(number("in-flight-total") + number("ended-total")).isEqualTo(summary.jobsTotal());
        assertThat(number("alive-total") + number("gone-total")).isEqualTo(summary.pilotsTotal());
        assertThat(window.texts("[data-live=jobs-total]")).containsExactly(summary.jobsTotal() + " jobs");
        assertThat(window.texts("[data-live=pilots-total]")).containsExactly(summary.pilotsTotal() + " pilots");
    }

    @Test
    void countsInTheListWhatTheOverviewCounts() {
        for (var state : List.of(JobState.FINISHED, JobState.FAILED, JobState.RUNNING)) {
            window.go("/");
            var part =
                    (state.isFinal() ? "ended-" : "in-flight-") + state.name().toLowerCase(Locale.ROOT);
            var shown = number(part);

            window.follow("a:has([data-live=" + part + "])", "/jobs?state=" + state);

            assertThat(window.rows()).hasSize((int) shown);
            assertThat(window.texts("[data-live=count]").getFirst()).startsWith(shown + " match of ");
        }
    }

    private void turn(String where) {
        var link = "a[rel=" + where + "]";
        window.follow(link, window.find(link).getAttribute("href"));
    }

    private long number(String key) {
        var text =
                window.find("[data-live=" + key.toLowerCase(Locale.ROOT) + "]").textContent();
        return Long.parseLong(text.replace(",", "").strip());
    }
}
