package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.listed;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.List;
import org.freshet.protocol.WorkflowId;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The page of a workflow in a real browser while a pilot lists the items of one of its vertices. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class FanOutPageE2E {

    private static TestServer server;
    private static Chromium chromium;
    private static Flows flows;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        flows = new Flows(server);
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

    private static WorkflowId start(String name) {
        return flows.start(name, DagSketch.of("split>each", "each>merge").foreach("each", "glob:/data/*.adc"));
    }

    private static void draw(Window window, WorkflowId workflow) {
        window.go("/workflows/" + workflow);
        window.find("#drawing svg.g").waitFor();
    }

    private static Object places(Window window) {
        return window.page()
                .evaluate("() => [...document.querySelectorAll('#drawing a[data-box] > g')].map(it =>"
                        + " it.parentNode.dataset.box + it.getAttribute('transform')).join()");
    }

    private static List<String> names(Window window) {
        return window.texts("table.steps tbody th a");
    }

    @Test
    void offersWhatWasFannedOutAndMovesNothingUntilThen() {
        var workflow = start("offer");
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, finished(pilot.claim()));
        var list = pilot.claim();
        pilot.say(false, started(list));
        try (var window = chromium.open(server.url())) {
            draw(window, workflow);
            var places = places(window);
            window.page().evaluate("() => window.__same = document.querySelector('#drawing svg.g')");
            assertThat(names(window)).containsExactly("split", "each", "merge");
            assertThat(window.find("[data-more=step]").isVisible()).isFalse();

            pilot.say(false, listed(list, List.of("a", "b", "c")));
            window.find("[data-more=step] a").waitFor();

            assertThat(names(window)).containsExactly("split", "each", "merge");
            assertThat(places(window)).isEqualTo(places);
            assertThat(window.page().evaluate("() => window.__same === document.querySelector('#drawing svg.g')"))
                    .isEqualTo(true);
            window.find("[data-more=step] a").click();
            window.find("table.steps th a:has-text('each ×3')").waitFor();
            assertThat(names(window)).containsExactly("split", "each ×3", "merge");
            window.find("#drawing a.v-many:has-text('each ×3')").waitFor();
            assertThat(window.find("[data-more=step]").isVisible()).isFalse();
            assertThat(window.flaws()).isEmpty();
        }
        assertThat(pilot.runAll()).hasSize(4);
    }

    @Test
    void doesNotCallAListThatIsNotMadeYetOneThatRunsNothing() {
        var workflow = start("list");
        var pilot = ScriptedPilot.register(server);
        try (var window = chromium.open(server.url())) {
            draw(window, workflow);
            assertNothingLooksLikeANoop(window);
            assertThat(remark(window)).contains("waits for split");

            pilot.say(false, finished(pilot.claim()));
            window.find("#drawing a.s-defined:has-text('each')").waitFor();
            assertNothingLooksLikeANoop(window);
            assertThat(remark(window)).contains("waits for a pilot");

            var list = pilot.claim();
            pilot.say(false, started(list));
            window.find("#drawing a.s-running:has-text('each')").waitFor();
            assertNothingLooksLikeANoop(window);

            pilot.say(false, listed(list, List.of()));
            window.find("#drawing a.s-finished:has-text('each')").waitFor();
            assertNothingLooksLikeANoop(window);
            assertThat(window.find("[data-more=step]").isVisible())
                    .as("a list without items shows nothing new")
                    .isFalse();
        }
        assertThat(pilot.runAll()).hasSize(1);
    }

    private static String remark(Window window) {
        return window.find("table.steps tr[data-name=each] td").last().innerText();
    }

    private static void assertNothingLooksLikeANoop(Window window) {
        assertThat(window.find("#drawing a.v-one").count()).isEqualTo(3);
        assertThat(window.find("#drawing a.v-noop").count()).isZero();
        assertThat(window.find("table.steps tr[data-shape=noop]").count()).isZero();
        assertThat(window.find("table.steps").innerText()).doesNotContain("no-op");
    }
}
