package org.freshet.test.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.freshet.test.support.ShortLeases;
import org.freshet.test.support.Signals;
import org.freshet.test.support.TcpProxy;
import org.freshet.test.support.TcpProxy.Fate;
import org.jspecify.annotations.Nullable;

/** Lets faults strike at their times, and end at theirs. */
final class Strikes implements AutoCloseable {

    private static final int ONE_IN = 3;
    private static final Duration LATE = Duration.ofMillis(400);

    private static final Duration RESTARTS_WITHIN = Duration.ofSeconds(40);

    private final Servers servers;
    private final Victims victims;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final List<ProcessHandle> stopped = new ArrayList<>();
    private final Map<TcpProxy, Integer> spoilt = new HashMap<>();
    private int serversTurn;
    private volatile @Nullable Thread rolling;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Strikes(Servers servers, Victims victims, PrintStream out) {
        this.servers = servers;
        this.victims = victims;
        this.out = out;
    }

    void schedule(List<Fault> faults) {
        faults.forEach(fault -> at(fault.at(), () -> strike(fault)));
        at(faults.stream().map(Strikes::end).max(Comparator.naturalOrder()).orElse(Duration.ZERO), over::countDown);
    }

    private void at(Duration time, Runnable what) {
        var delay = time.toNanos() - (System.nanoTime() - began);
        var _ = clock.schedule(
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException e) {
                        say("a fault could not strike: " + e);
                    }
                },
                delay,
                TimeUnit.NANOSECONDS);
    }

    private void say(String what) {
        out.printf("%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
    }

    private void strike(Fault fault) {
        victims.look();
        switch (fault.kind()) {
            case KILL_SERVER -> kill(fault, List.of(next().process()));
            case KILL_DATABASE -> kill(fault, optional(victims.postmaster()));
            case KILL_BOTH ->
                kill(
                        fault,
                        Stream.concat(servers.all().stream().map(KeptServer::process), victims.postmaster().stream())
                                .toList());
            case KILL_PILOT -> kill(fault, optional(victims.pilot(fault.target())));
            case KILL_GUARDIAN -> kill(fault, optional(victims.guardian(fault.target())));
            case STOP_SERVER -> stop(fault, List.of(next().process()));
            case STOP_DATABASE -> stop(fault, victims.database());
            case STOP_PILOT -> stop(fault, optional(victims.pilot(fault.target())));
            case STOP_GUARDIAN -> stop(fault, optional(victims.guardian(fault.target())));
            case CUT_ANSWERS -> spoil(fault, it -> it.spoilEvery(ONE_IN, Fate.CUT_ANSWER));
            case CUT_REQUESTS -> spoil(fault, it -> it.spoilEvery(ONE_IN, Fate.CUT_REQUEST));
            case SILENCE -> spoil(fault, it -> it.spoilEvery(ONE_IN, Fate.SILENCE));
            case DELAY -> spoil(fault, it -> it.spoilEvery(1, new Fate.Late(LATE)));
            case CUT_ALL -> {
                say(fault.kind().toString());
                lines(fault).forEach(TcpProxy::cutAll);
            }
            case REFUSE -> {
                spoil(fault, TcpProxy::refuse);
                at(end(fault), () -> lines(fault).forEach(TcpProxy::accept));
            }
            case ROLL -> roll(fault);
        }
    }

    /** By turns. */
    private KeptServer next() {
        var all = servers.all();
        return all.get(serversTurn++ % all.size());
    }

    /** The line to one of the servers, or those to all. */
    private List<TcpProxy> lines(Fault fault) {
        var all = servers.proxies();
        int which = fault.target() % (all.size() + 1);
        return which == all.size() ? all : List.of(all.get(which));
    }

    /** Takes as long as it takes; other faults strike meanwhile. */
    private void roll(Fault fault) {
        var before = rolling;
        if (before != null && before.isAlive()) {
            say(fault.kind() + " (one is under way)");
            return;
        }
        rolling = Thread.ofVirtual().start(() -> {
            for (var server : servers.all()) {
                say(fault.kind() + ": SIGTERM to " + server.process().pid());
                server.restart(RESTARTS_WITHIN);
            }
            say(fault.kind() + " is over");
        });
    }

    private static List<ProcessHandle> optional(Optional<ProcessHandle> process) {
        return process.stream().toList();
    }

    private void kill(Fault fault, Collection<ProcessHandle> processes) {
        say(fault.kind() + " " + pids(processes));
        mark(fault, processes);
        processes.forEach(ProcessHandle::destroyForcibly);
        markDeaf(fault, processes);
    }

    private void markDeaf(Fault fault, Collection<ProcessHandle> silent) {
        if (fault.kind().leavesNobodyToHear(servers.all().size()) && !silent.isEmpty()) {
            victims.markDeaf();
        }
    }

    private void mark(Fault fault, Collection<ProcessHandle> processes) {
        if (!fault.kind().sparesPilots()) {
            processes.forEach(victims::mark);
        }
    }

    private void stop(Fault fault, Collection<ProcessHandle> processes) {
        if (!Collections.disjoint(stopped, processes)) {
            say(fault.kind() + " (it is stopped)");
            return;
        }
        say(fault.kind() + " " + pids(processes) + " for " + fault.length().toMillis() + " ms");
        mark(fault, processes);
        Signals.send("STOP", processes);
        stopped.addAll(processes);
        at(end(fault), () -> goOn(fault, processes));
    }

    private void goOn(Fault fault, Collection<ProcessHandle> processes) {
        var isLong = fault.length().compareTo(ShortLeases.LEASE) > 0; // half a lease may pass unnoticed
        if (isLong && processes.stream().allMatch(ProcessHandle::isAlive)) { // else another took their place meanwhile
            markDeaf(fault, processes);
        }
        stopped.removeAll(processes);
        Signals.send("CONT", processes);
    }

    /** What is spoilt later takes the place of what was spoilt before. */
    private void spoil(Fault fault, Consumer<TcpProxy> what) {
        var lines = lines(fault);
        say(fault.kind() + " for " + fault.length().toMillis() + " ms"
                + (servers.proxies().size() == 1 ? "" : " on the way to " + lines.size() + " of the servers"));
        for (var line : lines) {
            what.accept(line);
            int mine = Objects.requireNonNull(spoilt.merge(line, 1, Integer::sum));
            at(end(fault), () -> {
                if (spoilt.get(line) == mine) {
                    line.letPass();
                }
            });
        }
    }

    private static Duration end(Fault fault) {
        return fault.at().plus(fault.length());
    }

    private static String pids(Collection<ProcessHandle> processes) {
        return processes.isEmpty()
                ? "(there is none)"
                : processes.stream().map(ProcessHandle::pid).toList().toString();
    }

    /** Returns when the last fault has struck and ended. */
    void awaitAll() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitRestart() {
        var last = rolling;
        if (last != null) {
            try {
                last.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the faults that have not ended by themselves. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Signals.send("CONT", stopped);
        servers.proxies().forEach(it -> {
            it.letPass();
            it.accept();
        });
        awaitRestart();
        say("the faults are over");
    }
}
