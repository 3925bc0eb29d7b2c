package org.freshet.test.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.talk.RemoteServer;
import org.freshet.pilot.talk.Reply;
import org.freshet.pilot.talk.Server;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with several servers as a pilot does and by the pilot's own client, and finishes every job at once. It notes what it
 * did, and how often it had to say something.
 */
final class LightPilot implements Runnable {

    private static final Offer OFFER = new Offer(1, 2000, 20_000, List.of(), 86_000);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Server server = new RemoteServer();
    private final List<URI> addresses;
    private final Registered me;
    private final List<AttemptId> done = new ArrayList<>();
    private final List<String> hardships = new ArrayList<>();
    private int address;
    private int mostTries;
    private long seq;
    private volatile boolean leaves;

    /** Registers at the first of the servers. */
    LightPilot(List<URI> addresses, String siteSecret) throws InterruptedException {
        this.addresses = List.copyOf(addresses);
        var nonce = UUID.randomUUID().toString();
        var registration = new Registration(
                Protocol.VERSION, "local", nonce, "host-" + nonce.substring(0, 8), 1, null, "test", "test", OFFER);
        this.me = switch (server.register(addresses.getFirst(), registration, siteSecret)) {
            case Reply.Answered(var registered) -> registered;
            case Reply<Registered> other -> throw new IllegalStateException("A pilot was not let in: " + other);
        };
    }

    @Override
    public void run() {
        try {
            Assignment job = null;
            while (!leaves || job != null) {
                job = next(job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports the end of a job and asks for the next one. */
    private @Nullable Assignment next(@Nullable Assignment ended) throws InterruptedException {
        var reports = ended == null
                ? List.<Report>of()
                : List.<Report>of(new Report.Ended(ended.attempt(), null, 0, null, null, 1L, 1, List.of()));
        var answer = say(new Exchange(++seq, null, reports, leaves ? null : OFFER, null));
        if (ended != null) {
            done.add(ended.attempt());
            var outcome = answer.outcomes().getFirst();
            if (outcome.outcome() != Outcome.APPLIED) {
                hardships.add(ended.attempt() + " was not applied: " + outcome);
            }
        }
        return answer.job();
    }

    /** After a failure at the next server at once; a pause when all have failed. */
    private ExchangeAnswer say(Exchange exchange) throws InterruptedException {
        var patience = Duration.ofSeconds(
                (long) me.site().answerTimeoutSeconds() + me.site().longPollSeconds());
        var failures = new ArrayList<String>();
        while (true) {
            var at = addresses.get(address);
            var reply = server.exchange(new Server.Caller(at, me.pilot(), me.token()), exchange, patience);
            mostTries = Math.max(mostTries, failures.size() + 1);
            if (reply instanceof Reply.Answered(var answer)) {
                if (failures.size() > 1) {
                    hardships.add("exchange " + exchange.seq() + " of pilot " + me.pilot() + ": " + failures);
                }
                return Objects.requireNonNull(answer);
            }
            failures.add(at + ": " + reply);
            address = (address + 1) % addresses.size();
            if (failures.size() % addresses.size() == 0) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    /** It asks for no more jobs. */
    void leave() {
        leaves = true;
    }

    /** What it has done; only after its end. */
    List<AttemptId> done() {
        return done;
    }

    /** What should not have happened to it; only after its end. */
    List<String> hardships() {
        return hardships;
    }

    /** How often it had to say one thing, at most. */
    int mostTries() {
        return mostTries;
    }
}
