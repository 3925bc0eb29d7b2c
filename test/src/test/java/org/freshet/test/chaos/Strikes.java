package org.freshet.test.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.freshet.test.support.Signals;
import org.freshet.test.support.TcpProxy;
import org.freshet.test.support.TcpProxy.Fate;

/** Lets faults strike at their times, and end at theirs. */
final class Strikes implements AutoCloseable {

    private static final int ONE_IN = 3;
    private static final Duration LATE = Duration.ofMillis(400);

    private final KeptServer server;
    private final Victims victims;
    private final TcpProxy proxy;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final List<ProcessHandle> stopped = new ArrayList<>();
    private int spoilt;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Strikes(KeptServer server, Victims victims, TcpProxy proxy, PrintStream out) {
        this.server = server;
        this.victims = victims;
        this.proxy = proxy;
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
        victims.rememberGuardians();
        switch (fault.kind()) {
            case KILL_SERVER -> kill(fault, List.of(server.process()));
            case KILL_DATABASE -> kill(fault, optional(victims.postmaster()));
            case KILL_BOTH ->
                kill(
                        fault,
                        Stream.concat(Stream.of(server.process()), victims.postmaster().stream())
                                .toList());
            case KILL_PILOT -> kill(fault, optional(victims.pilot(fault.target())));
            case KILL_GUARDIAN -> kill(fault, optional(victims.guardian(fault.target())));
            case STOP_SERVER -> stop(fault, List.of(server.process()));
            case STOP_DATABASE -> stop(fault, victims.database());
            case STOP_PILOT -> stop(fault, optional(victims.pilot(fault.target())));
            case STOP_GUARDIAN -> stop(fault, optional(victims.guardian(fault.target())));
            case CUT_ANSWERS -> spoil(fault, () -> proxy.spoilEvery(ONE_IN, Fate.CUT_ANSWER));
            case CUT_REQUESTS -> spoil(fault, () -> proxy.spoilEvery(ONE_IN, Fate.CUT_REQUEST));
            case SILENCE -> spoil(fault, () -> proxy.spoilEvery(ONE_IN, Fate.SILENCE));
            case DELAY -> spoil(fault, () -> proxy.spoilEvery(1, new Fate.Late(LATE)));
            case CUT_ALL -> {
                say(fault.kind().toString());
                proxy.cutAll();
            }
            case REFUSE -> {
                spoil(fault, proxy::refuse);
                at(end(fault), proxy::accept);
            }
        }
    }

    private static List<ProcessHandle> optional(Optional<ProcessHandle> process) {
        return process.stream().toList();
    }

    private void kill(Fault fault, Collection<ProcessHandle> processes) {
        say(fault.kind() + " " + pids(processes));
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    private void stop(Fault fault, Collection<ProcessHandle> processes) {
        say(fault.kind() + " " + pids(processes) + " for " + fault.length().toMillis() + " ms");
        Signals.send("STOP", processes);
        stopped.addAll(processes);
        at(end(fault), () -> Signals.send("CONT", processes));
    }

    /** What is spoilt later takes the place of what was spoilt before. */
    private void spoil(Fault fault, Runnable what) {
        say(fault.kind() + " for " + fault.length().toMillis() + " ms");
        what.run();
        int mine = ++spoilt;
        at(end(fault), () -> {
            if (mine == spoilt) {
                proxy.letPass();
            }
        });
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
        proxy.letPass();
        proxy.accept();
        say("the faults are over");
    }
}
