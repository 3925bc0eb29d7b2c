package org.freshet.test.integration;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolStanding;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.SiteView;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;
import org.freshet.test.support.ScriptedBatch;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.SubmitHost;
import org.freshet.test.support.TestServer;

/** A site of its own for a test, with a batch system that a submit host asks. */
final class PoolFixture {

    static final Offer OFFER = new Offer(1, 4000, 10_000, List.of(), 80_000);

    private static final AtomicInteger SITES = new AtomicInteger();

    final TestServer server;
    final String site;
    final ScriptedBatch batch = new ScriptedBatch();
    final SubmitHost host;

    private PoolFixture(TestServer server, String site) {
        this.server = server;
        this.site = site;
        this.host = new SubmitHost(server.api());
    }

    /** @param terms JSON of the site, without braces */
    static PoolFixture of(TestServer server, String terms) {
        var site = "farm" + SITES.incrementAndGet();
        var added = server.api().post("/api/v1/sites", """
                {"name": "%s", "batch": "HTCONDOR", %s}
                """.formatted(site, terms));
        if (added.status() != 201) {
            throw new AssertionError("site refused with " + added.status() + ": " + added.body());
        }
        return new PoolFixture(server, site);
    }

    static PoolFixture demand(TestServer server, int cap, int reserve, int ramp) {
        return of(
                server,
                "\"mode\": \"DEMAND\", \"cap\": %d, \"reserve\": %d, \"ramp\": %d".formatted(cap, reserve, ramp));
    }

    static PoolFixture fixed(TestServer server, int cap, int ramp) {
        return of(server, "\"mode\": \"FIXED\", \"cap\": %d, \"ramp\": %d".formatted(cap, ramp));
    }

    PoolRun run() {
        return host.run(site, batch);
    }

    /** Jobs that only this site may run. */
    void jobs(int count, JobText job) {
        server.api().submit(job.with("site", site).times(count));
    }

    /** The pilot of an order registers. */
    ScriptedPilot register(PilotId pilot) {
        return register(nonce(pilot));
    }

    ScriptedPilot register(String nonce) {
        var registration =
                new Registration(Protocol.VERSION, site, nonce, "node7", 4711, null, "test", "freshet", OFFER);
        var answer = new Api(server.url(), server.secret("sites/" + site + ".secret"))
                .post("/api/v1/pilots", Api.JSON.writeValueAsString(registration));
        if (answer.status() != 201) {
            throw new AssertionError("registration refused with " + answer.status() + ": " + answer.body());
        }
        return ScriptedPilot.of(server, answer.as(Registered.class), OFFER);
    }

    private String nonce(PilotId pilot) {
        return server.db()
                .sql("select nonce from pilot where id = :pilot")
                .param("pilot", pilot.value())
                .query(String.class)
                .single();
    }

    /** All pilots of the site seem to have been ordered so long ago, on the database's clock. */
    void age(int seconds) {
        server.db()
                .sql(
                        "update pilot set submitted_at = submitted_at - make_interval(secs => :seconds) where site = :site")
                .param("seconds", (double) seconds)
                .param("site", site)
                .update();
    }

    long pilots(String state) {
        return server.db()
                .sql("select count(*) from pilot where site = :site and state = :state")
                .param("site", site)
                .param("state", state)
                .query(Long.class)
                .single();
    }

    SiteView view() {
        return server.api().get("/api/v1/sites/" + site).as(SiteView.class);
    }

    PoolStanding standing() {
        return server.api().get("/api/v1/pool/" + site).as(PoolStanding.class);
    }
}
