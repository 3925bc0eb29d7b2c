package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import org.freshet.test.support.Browser;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;

/** What is said of a host that fails most of its jobs is the same on all pages: these hours, this rule. */
class HostMeasureIT {

    @Test
    void isTheSameOnThePageOfErrorsAndOnThoseOfHosts() {
        try (var server = TestServer.start("freshet.pilot.long-poll=1s")) {
            var bad = ScriptedPilot.registerOn(server, "bad-1");
            var good = ScriptedPilot.registerOn(server, "good-1");
            var few = ScriptedPilot.registerOn(server, "few-1");
            for (int n = 0; n < 5; n++) {
                server.api().submit(aJob());
                bad.say(false, failed(bad.claim(), 65));
                server.api().submit(aJob());
                good.say(false, finished(good.claim()));
            }
            for (int n = 0; n < 4; n++) { // too few to say anything of a host
                server.api().submit(aJob());
                few.say(false, failed(few.claim(), 65));
            }
            for (int n = 0; n < 6; n++) { // of another time
                server.api().submit(aJob());
                good.say(false, failed(good.claim(), 65));
            }
            server.db()
                    .sql("update attempt set dispatched_at = dispatched_at - interval '3 hours'"
                            + " where result = 'FAILED' and host = 'good-1'")
                    .update();
            var browser = new Browser(server.url());

            assertThat(browser.get("/errors").body()).contains("5 of 5").doesNotContain("6 of 11");
            assertThat(browser.get("/hosts/bad-1").body())
                    .contains("5 of 5 attempts of the last 2 hours failed on this host.")
                    .contains("On all other hosts 4 of 9 did.");
            for (var host : new String[] {"good-1", "few-1"}) {
                assertThat(browser.get("/hosts/" + host).body()).doesNotContain("failed on this host");
                assertThat(browser.get("/hosts?host=" + host).body()).doesNotContain("st s-failed loud");
            }
            assertThat(browser.get("/hosts?host=bad-1").body()).contains("st s-failed loud", "5 of 5");
            assertThat(browser.get("/hosts?host=good-1").body()).contains("0 of 5");
        }
    }
}
