package org.freshet.test.support;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.jspecify.annotations.Nullable;

/** A pilot whose every word a test chooses; it runs nothing. */
public final class ScriptedPilot {

    private final URI server;
    private final String siteSecret;
    private final String nonce = UUID.randomUUID().toString();
    private Offer offer = new Offer(1, 4000, 10_000, List.of(), 86_400);
    private Api api;
    private PilotId id = new PilotId(1);
    private long seq;
    private @Nullable AttemptId holds;
    private String token = "";
    private String host = "host-" + nonce.substring(0, 4);

    private ScriptedPilot(URI server, String siteSecret) {
        this.server = server;
        this.siteSecret = siteSecret;
        this.api = new Api(server, null);
    }

    private ScriptedPilot(TestServer server) {
        this(server.url(), server.secret("sites/local.secret"));
    }

    /** A pilot of the local site of a server that runs elsewhere, registered. */
    public static ScriptedPilot register(URI server, String siteSecret) {
        var pilot = new ScriptedPilot(server, siteSecret);
        pilot.registerAgain();
        return pilot;
    }

    /** A pilot of the local site, registered. */
    public static ScriptedPilot register(TestServer server) {
        var pilot = new ScriptedPilot(server);
        pilot.registerAgain();
        return pilot;
    }

    /** A pilot of the local site on this host, registered. */
    public static ScriptedPilot registerOn(TestServer server, String host) {
        var pilot = new ScriptedPilot(server);
        pilot.host = host;
        pilot.registerAgain();
        return pilot;
    }

    /** A pilot that a test registered in its own words. */
    public static ScriptedPilot of(TestServer server, Registered registered, Offer offer) {
        var pilot = new ScriptedPilot(server).offering(offer);
        pilot.is(registered);
        return pilot;
    }

    public ScriptedPilot offering(Offer other) {
        this.offer = other;
        return this;
    }

    /** Registers with the same nonce as before: to the server it is the same pilot. */
    public void registerAgain() {
        var registration =
                new Registration(Protocol.VERSION, "local", nonce, host, 4711, null, "test", "freshet", offer);
        var answer = new Api(server, siteSecret).post("/api/v1/pilots", Api.JSON.writeValueAsString(registration));
        if (answer.status() != 201) {
            throw new AssertionError("registration refused with " + answer.status() + ": " + answer.body());
        }
        is(answer.as(Registered.class));
    }

    private void is(Registered registered) {
        id = registered.pilot();
        token = registered.token();
        api = new Api(server, token);
        seq = 0;
    }

    public PilotId id() {
        return id;
    }

    public String host() {
        return host;
    }

    /** Its own token. */
    public String token() {
        return token;
    }

    /** Its API with its own token. */
    public Api api() {
        return api;
    }

    /** The next exchange; a job in the answer is held from then on. */
    public ExchangeAnswer say(boolean wants, Report... reports) {
        return send(next(wants, reports));
    }

    /** The next exchange, not sent yet. */
    public Exchange next(boolean wants, Report... reports) {
        for (var report : reports) {
            if (report instanceof Report.Ended || report instanceof Report.GivenBack) {
                holds = null;
            }
        }
        return new Exchange(++seq, holds, List.of(reports), wants ? offer : null, null);
    }

    /** Sends an exchange, perhaps not for the first time. */
    public ExchangeAnswer send(Exchange exchange) {
        var answer = post(exchange);
        if (answer.status() != 200) {
            throw new AssertionError("exchange refused with " + answer.status() + ": " + answer.body());
        }
        var read = answer.as(ExchangeAnswer.class);
        if (read.job() != null) {
            holds = read.job().attempt();
        }
        return read;
    }

    public Api.Answer post(Exchange exchange) {
        return api.post("/api/v1/pilots/" + id + "/exchange", Api.JSON.writeValueAsString(exchange));
    }

    /** Asks for a job that must be there. */
    public Assignment claim() {
        var job = say(true).job();
        if (job == null) {
            throw new AssertionError("pilot " + id + " was given no job");
        }
        return job;
    }

    /** Asks for a job in the background, as a pilot that is parked does. */
    public CompletableFuture<ExchangeAnswer> waitForAJob(Report... reports) {
        var exchange = next(true, reports);
        return CompletableFuture.supplyAsync(() -> send(exchange));
    }

    /** Says one thing, and what the server makes of it. */
    public Outcome report(Report report) {
        return say(false, report).outcomes().getFirst().outcome();
    }

    /** Its last exchange: it goes. */
    public ExchangeAnswer leave(String why, Report... reports) {
        var last = next(false, reports);
        return send(new Exchange(last.seq(), last.holds(), last.reports(), null, why));
    }

    /** Forgets the job it holds, as a pilot does that never got the answer. */
    public ScriptedPilot forgetting() {
        holds = null;
        return this;
    }

    public static Report started(Assignment job) {
        return new Report.Started(job.attempt(), 10);
    }

    public static Report finished(Assignment job) {
        return new Report.Ended(job.attempt(), null, 0, null, null, 20L, 5, List.of());
    }

    /** The end of a job that lists the items of a foreach. */
    public static Report listed(Assignment job, List<String> items) {
        return new Report.Ended(job.attempt(), null, 0, null, null, 20L, 5, List.of(), items);
    }

    /** It went well; what lists items finds up to three of them. */
    public static Report well(Assignment job) {
        var fanOut = job.fanOut();
        var lists = fanOut != null && (fanOut.glob() != null || fanOut.file() != null);
        return lists
                ? listed(job, List.of("a", "b", "c").subList(0, (int)
                        (job.attempt().job().value() % 4)))
                : finished(job);
    }

    public static Report failed(Assignment job, int exitCode) {
        return new Report.Ended(
                job.attempt(), FailureReason.EXIT_CODE, exitCode, null, "exit code " + exitCode, 20L, 5, List.of());
    }

    public static Report givenBack(Assignment job) {
        return new Report.GivenBack(job.attempt(), "the pilot stops");
    }

    /** Runs everything that is in the queue for it, a round trip each. */
    public List<Assignment> runAll() {
        var done = new ArrayList<Assignment>();
        var job = say(true).job();
        while (job != null) {
            done.add(job);
            job = say(true, well(job)).job();
        }
        return done;
    }
}
