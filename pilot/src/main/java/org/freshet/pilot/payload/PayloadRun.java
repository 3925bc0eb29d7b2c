package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.LogPart;
import org.jspecify.annotations.Nullable;

/** One payload from its directory to its end. */
public final class PayloadRun {

    /** How long the payload's last output may take to arrive when every process that was found has ended. */
    private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(2);

    /** How long a leader may take to be gone after SIGKILL, before it is given up. */
    private static final Duration LEADER_PATIENCE = Duration.ofSeconds(5);

    /** How often the pilot looks for orphans while the payload runs. */
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Payload payload;
    private final Assignment job;
    private final PayloadLauncher launcher;
    private final PilotLog log;
    private final JobDirectory directory;
    private final LogCapture stdout = new LogCapture(LogPart.Stream.STDOUT);
    private final LogCapture stderr = new LogCapture(LogPart.Stream.STDERR);

    /** Completed with the reason when somebody wants the payload to end. */
    private final CompletableFuture<String> asked = new CompletableFuture<>();

    private volatile @Nullable Moment startedAt;

    PayloadRun(Payload payload, PayloadLauncher launcher, PilotLog log) {
        this.payload = payload;
        this.job = payload.job();
        this.launcher = launcher;
        this.log = log;
        this.directory = new JobDirectory(payload.work(), job.attempt());
    }

    /** Ends the payload: SIGTERM, the grace period, SIGKILL. Returns at once; the first reason given is kept. */
    public void end(String why) {
        asked.complete(why);
    }

    /** Lets an exclusive payload run until this moment instead of the one it was told before. */
    public void mayRunUntil(Moment later) {
        launcher.guardian().tell(it -> it.withDue(later));
    }

    /** Absent until the process was started. */
    public Optional<Moment> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    /** Whether it printed anything since the last call of {@link #newestLogs}. */
    public boolean hasNewLogs() {
        return stdout.hasGrown() || stderr.hasGrown();
    }

    /** What it printed since the last call, of each stream at most the newest {@code max} bytes. */
    public List<LogPart> newestLogs(int max) {
        return Stream.of(stdout, stderr)
                .flatMap(it -> it.grownSinceLast(max).stream())
                .toList();
    }

    /**
     * Removes the job's directory, unless it holds results.
     *
     * @param finished whether the job FINISHED
     */
    public void clean(boolean finished) {
        if (finished && (directory.hasResults() || !job.outputs().isEmpty())) {
            log.say(job.attempt(), "Its results stay in " + directory.path() + ".");
            return;
        }
        try {
            directory.removeTree();
        } catch (IOException e) {
            log.say(job.attempt(), "Its directory could not be removed: " + Causes.of(e) + ". Remove it by hand.");
        }
    }

    PayloadEnd run() {
        try {
            directory.create();
            var env = PayloadEnvironment.of(launcher.pilotEnv(), payload, directory.output());
            var command = PayloadCommand.prepare(job, env, directory.path());
            if (asked.isDone()) {
                return ended(
                        Verdict.notStarted("The payload was not started: " + asked.join()), PilotClock.now(), true);
            }
            return guarded(command, env);
        } catch (NotStartedException e) {
            return ended(Verdict.notStarted(e.sentence()), PilotClock.now(), false);
        } catch (InterruptedException | RuntimeException e) {
            // whatever it was, the attempt must not hang for ever
            log.say(job.attempt(), "The pilot failed at running the payload: " + e);
            return ended(Verdict.notStarted("The pilot failed at running the payload: " + e), PilotClock.now(), false);
        }
    }

    private PayloadEnd guarded(List<String> command, Map<String, String> env)
            throws NotStartedException, InterruptedException {
        var guardian = launcher.guardian();
        String marker = PayloadEnvironment.marker(directory.output());
        guardian.take(new Charge(marker, payload.killGrace(), payload.heldUntil(), null, List.of()));
        try {
            var processes = launcher.launch(command, env, directory);
            startedAt = PilotClock.now();
            processes.leaderEntry().ifPresent(leader -> guardian.tell(it -> it.withLeader(leader)));
            return attend(processes);
        } finally {
            guardian.release();
        }
    }

    private PayloadEnd attend(PayloadProcesses processes) throws InterruptedException {
        var leader = processes.leader();
        var output = List.of(copy(leader.getInputStream(), stdout), copy(leader.getErrorStream(), stderr));
        var exited = exitOf(leader);
        boolean inTime = awaitEnd(CompletableFuture.anyOf(exited, asked), processes);
        boolean byItself = exited.isDone();
        var endedAt = PilotClock.now();
        endProcesses(processes);
        if (!byItself) {
            await(exited, LEADER_PATIENCE);
            endedAt = PilotClock.now();
        }
        awaitOutput(output);
        Integer status = exited.isDone() ? Integer.valueOf(exited.join()) : null;
        return ended(judge(byItself, inTime, status), endedAt, !byItself && inTime);
    }

    /** Waits for its end or for a reason to end it, and looks after orphans meanwhile; false: its time is over. */
    private boolean awaitEnd(CompletableFuture<?> event, PayloadProcesses processes) throws InterruptedException {
        var deadline = PilotClock.now().plus(Duration.ofSeconds(job.timeLimitSeconds()));
        while (!deadline.isPast()) {
            var left = deadline.remaining();
            if (await(event, left.compareTo(ROUND) < 0 ? left : ROUND)) {
                return true;
            }
            var orphans = processes.orphans();
            launcher.guardian().tell(it -> it.withStrays(orphans));
        }
        return event.isDone();
    }

    private static CompletableFuture<Integer> exitOf(Process leader) {
        var exited = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> {
            try {
                exited.complete(leader.waitFor());
            } catch (InterruptedException e) {
                exited.completeExceptionally(e);
            }
        });
        return exited;
    }

    private void endProcesses(PayloadProcesses processes) throws InterruptedException {
        var survivors = processes.end(payload.killGrace());
        if (!survivors.isEmpty()) {
            log.say(job.attempt(), "Processes " + survivors + " of the payload remain: even SIGKILL did not end them.");
        }
    }

    private Verdict judge(boolean byItself, boolean inTime, @Nullable Integer status) {
        if (!byItself) {
            return inTime ? Verdict.ended(asked.join(), status) : Verdict.timeLimit(job.timeLimitSeconds(), status);
        }
        if (status == null) {
            throw new IllegalStateException("A payload that ended by itself has a status.");
        }
        if (launcher.guardian().hasCutOff()) {
            return Verdict.cutOff(status);
        }
        String complaint = stderr.whole()
                .map(it -> new String(it.head(), StandardCharsets.UTF_8))
                .orElse("");
        if (launcher.isFailureToStart(status, complaint)) {
            return Verdict.notStarted("The system cannot run the payload. " + complaint.strip()
                    + " Next step: check that the file is a program for this machine, then retry.");
        }
        var missing = status == 0 ? directory.missing(job.outputs()) : List.<String>of();
        return missing.isEmpty() ? Verdict.exited(status) : Verdict.outputMissing(missing);
    }

    private PayloadEnd ended(Verdict verdict, Moment endedAt, boolean onRequest) {
        var logs = Stream.of(stdout, stderr).flatMap(it -> it.whole().stream()).toList();
        return new PayloadEnd(job.attempt(), verdict, startedAt, endedAt, onRequest, logs);
    }

    private Thread copy(InputStream from, LogCapture to) {
        // a platform thread: reading a pipe would hold on to one of the few carriers of virtual threads
        return Thread.ofPlatform()
                .daemon()
                .name("output of " + job.attempt())
                .stackSize(128 * 1024)
                .start(() -> to.drain(from));
    }

    /** A process that escaped may keep the stream open for ever; it must not delay the end. */
    private static void awaitOutput(List<Thread> copies) throws InterruptedException {
        var deadline = PilotClock.now().plus(OUTPUT_PATIENCE);
        for (var copy : copies) {
            copy.join(deadline.remaining());
        }
    }

    /** Whether it came in time. */
    private static boolean await(CompletableFuture<?> event, Duration patience) throws InterruptedException {
        try {
            event.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
