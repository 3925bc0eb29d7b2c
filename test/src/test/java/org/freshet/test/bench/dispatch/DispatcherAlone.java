package org.freshet.test.bench.dispatch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.server.dispatch.Dispatcher;
import org.freshet.server.platform.Secret;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestDatabase;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;

/** A server in this process, asked past its web server. It takes orders on standard input: {@code pilots FILE},
 * with a line per pilot, its id and its token, and {@code drain JOBS}. */
public final class DispatcherAlone {

    private static final Offer OFFER = new Offer(1, 2000, 20_000, List.of(), 86_390);

    private final Dispatcher dispatcher;
    private List<Pilot> pilots = List.of();

    private DispatcherAlone(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    private void read(Path file) throws IOException {
        pilots = Files.readAllLines(file).stream()
                .map(it -> it.split(" "))
                .map(it -> new Pilot(new PilotId(Long.parseLong(it[0])), new Secret(it[1])))
                .toList();
    }

    /** @param args URL, user and password of its database */
    public static void main(String[] args) throws IOException, InterruptedException {
        var database = new TestDatabase(args[0], args[1], args[2]);
        try (var server = TestServer.start(database, "freshet.sweep.enabled=true");
                var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var alone = new DispatcherAlone(server.part(Dispatcher.class));
            Said.ready();
            for (var order = orders.readLine(); order != null; order = orders.readLine()) {
                alone.obey(order.split(" "));
            }
        }
    }

    private void obey(String[] order) throws IOException, InterruptedException {
        switch (order[0]) {
            case "pilots" -> read(Path.of(order[1]));
            case "drain" -> drain(Integer.parseInt(order[1]));
            default -> throw new IllegalArgumentException("There is no order " + order[0]);
        }
        Said.done();
    }

    private static final class Pilot {

        private final PilotId id;
        private final Secret token;
        private long seq;

        Pilot(PilotId id, Secret token) {
            this.id = id;
            this.token = token;
        }
    }

    /** Like {@link Drain}: the time is taken when all jobs but as many as there are pilots have ended. */
    private void drain(int jobs) throws InterruptedException {
        var drain = new Draining(jobs, jobs - pilots.size());
        Said.begin();
        drain.begin = System.nanoTime();
        pilots.forEach(it -> drain.say(it, true, null));
        drain.over.await();
        Said.end(drain.goal, drain.end - drain.begin);
        // Those that wait for a job that will not come say something else, and so wait no more.
        drain.handedOut.await();
        var home = pilots.stream()
                .map(it -> dispatcher.exchange(it.id, new Exchange(++it.seq, null, List.of(), null, null), it.token))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(home).join();
    }

    /** What pilots say and hear, on the dispatcher's own threads but for their first words. */
    private final class Draining {

        private final int jobs;
        private final int goal;
        private final CountDownLatch over = new CountDownLatch(1);
        private final CountDownLatch handedOut = new CountDownLatch(1);
        private int given;
        private int ended;
        private int unreported;
        private long begin;
        private long end;

        Draining(int jobs, int goal) {
            this.jobs = jobs;
            this.goal = goal;
        }

        void say(Pilot pilot, boolean wants, @Nullable ExchangeAnswer before) {
            var job = before == null ? null : before.job();
            var reports = job == null ? List.<Report>of() : List.of(ScriptedPilot.finished(job));
            var exchange = new Exchange(++pilot.seq, null, reports, wants ? OFFER : null, null);
            dispatcher.exchange(pilot.id, exchange, pilot.token).whenComplete((answer, failure) -> {
                if (failure != null) {
                    System.err.println("Pilot " + pilot.id + " got no answer: " + failure);
                    System.exit(1);
                }
                heard(pilot, wants, answer);
            });
        }

        private synchronized void heard(Pilot pilot, boolean wanted, ExchangeAnswer answer) {
            if (!answer.outcomes().isEmpty() && answer.outcomes().getFirst().outcome() == Outcome.APPLIED) {
                ended++;
                if (ended == goal) {
                    end = System.nanoTime();
                    over.countDown();
                }
            }
            if (!wanted && --unreported == 0 && given == jobs) {
                handedOut.countDown();
            }
            if (answer.job() != null) {
                var more = ++given < jobs;
                unreported += more ? 0 : 1;
                say(pilot, more, answer);
            } else if (wanted && given < jobs) {
                say(pilot, true, null);
            }
        }
    }
}
