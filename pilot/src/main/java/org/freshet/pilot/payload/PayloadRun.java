package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import org.freshet.protocol.Usage;
import org.jspecify.annotations.Nullable;

/** One payload from its directory to its end. */
public final class PayloadRun {

    /** How long a leader may take to be gone after SIGKILL, before it is given up. */
    private static final Duration LEADER_PATIENCE = Duration.ofSeconds(5);

    /** How often the pilot looks for orphans while the payload runs. */
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** How long a pipe whose writers have ended may take to be read. */
    private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(2);

    /** How often it is looked whether the echo's reader is what keeps it. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Payload payload;
    private final Assignment job;
    private final PayloadLauncher launcher;
    private final PilotLog log;
    private final JobDirectory directory;
    private final Echo echo;
    private final LogCapture stdout;
    private final LogCapture stderr;

    /** Completed with the reason when somebody wants the payload to end. */
    private final CompletableFuture<String> asked = new CompletableFuture<>();

    private volatile NamedOutputs outputs;
    private volatile @Nullable ItemList list;
    private volatile @Nullable List<String> items;
    private volatile @Nullable Path executable;
    private volatile @Nullable Moment startedAt;
    private volatile @Nullable Hold hold;
    private volatile @Nullable Usage usage;

    PayloadRun(Payload payload, PayloadLauncher launcher, Echo echo, PilotLog log) {
        this.payload = payload;
        this.job = payload.job();
        this.launcher = launcher;
        this.log = log;
        this.echo = echo;
        this.stdout = new LogCapture(LogPart.Stream.STDOUT, echo.stdout());
        this.stderr = new LogCapture(LogPart.Stream.STDERR, echo.stderr());
        this.hold = payload.heldUntil();
        this.directory = new JobDirectory(payload.work(), job.attempt(), payload.user());
        this.outputs = NamedOutputs.none(job.attempt(), payload.user());
    }

    /** Ends the payload: SIGTERM, the grace period, SIGKILL. Returns at once; the first reason given is kept. */
    public void end(String why) {
        asked.complete(why);
    }

    /** Lets an exclusive payload run for longer than it was told before. */
    public void mayRunUntil(Hold later) {
        hold = later;
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

    /** The job's own directory; it may not exist yet, or any more. */
    public JobDirectory directory() {
        return directory;
    }

    /**
     * Removes the job's directory, unless it holds results; may take long.
     *
     * @param finished whether the job FINISHED
     */
    public void clean(boolean finished) {
        if (finished && hasResults()) {
            log.say(job.attempt(), "Its results stay in " + directory.path() + ".");
            return;
        }
        if (!directory.exists()) {
            return;
        }
        try {
            directory.removeTree();
        } catch (IOException e) {
            log.say(job.attempt(), "Its directory could not be removed: " + Causes.of(e) + ". Remove it by hand.");
        }
    }

    /** Whether its directory holds what a job that FINISHED leaves to whoever collects it. */
    public boolean hasResults() {
        return directory.hasResults()
                || !job.outputs().stream().allMatch(NamedOutputs::isNamed)
                || outputs.areIn(directory.path());
    }

    /** Whether all went well, but files wait to be put in place until the server says that the attempt is current. */
    public boolean isUndelivered(PayloadEnd end) {
        return end.verdict().reason() == null && !outputs.isEmpty();
    }

    /**
     * Puts the files in place.
     *
     * @param until nothing is put in place after this moment
     * @return the end to report; absent if it was too late
     */
    public Optional<PayloadEnd> deliver(PayloadEnd end, Moment until) {
        try {
            if (!outputs.publish(until)) {
                return Optional.empty();
            }
        } catch (IOException e) {
            discardOutputs();
            return Optional.of(end.with(Verdict.undelivered("not all could be renamed: " + Causes.of(e))));
        } catch (RuntimeException | Error e) {
            // whatever it was, the attempt must not hang for ever
            return Optional.of(end.with(Verdict.undelivered("the pilot failed: " + e)));
        }
        outputs.syncPlaces()
                .forEach(it -> log.say(
                        job.attempt(), "Its results are in place, but a crash of the machine may undo that: " + it));
        return Optional.of(end);
    }

    /** The end to report when the targets stay as they are, because the attempt is not current any more. */
    public PayloadEnd withheld(PayloadEnd end, String why) {
        return end.with(Verdict.undelivered(why));
    }

    /** Removes the files that wait to be put in place; may take long. */
    public void discardOutputs() {
        var left = outputs.discard();
        if (!left.isEmpty()) {
            log.say(
                    job.attempt(),
                    "Unfinished outputs " + left + " could not be removed. The job's next attempt will try.");
        }
    }

    PayloadEnd run() {
        try {
            directory.create();
            makeDirectories();
            var lister = ItemList.of(job.fanOut(), directory.path());
            list = lister;
            if (lister == null) {
                outputs = NamedOutputs.prepare(job, payload.user(), directory.path());
            }
            var env = lister == null
                    ? PayloadEnvironment.of(launcher.pilotEnv(), payload, directory.output())
                    : PayloadEnvironment.ofThePilot(directory.output());
            env.putAll(outputs.variables());
            var command = lister == null ? PayloadCommand.prepare(payload, env, directory.path()) : lister.command();
            executable = Path.of(command.getFirst());
            if (asked.isDone()) {
                return ended(
                        Verdict.notStarted("The payload was not started: " + asked.join()), PilotClock.now(), true);
            }
            return guarded(payload.user().start(command, env));
        } catch (NotStartedException e) {
            var end = ended(Verdict.notStarted(e.sentence()), PilotClock.now(), false);
            return e.isHostsFault() ? end.forReasonsOfTheHost() : end;
        } catch (InterruptedException | RuntimeException | Error e) {
            // whatever it was, the attempt must not hang for ever
            log.say(job.attempt(), "The pilot failed at running the payload: " + e);
            var end =
                    ended(Verdict.notStarted("The pilot failed at running the payload: " + e), PilotClock.now(), false);
            // a lack of memory or threads
            return e instanceof VirtualMachineError ? end.forReasonsOfTheHost() : end;
        }
    }

    private void makeDirectories() throws NotStartedException {
        var fanOut = job.fanOut();
        for (var path : fanOut == null ? List.<String>of() : fanOut.directories()) {
            try {
                payload.user().makeDirectory(Path.of(path));
            } catch (IOException | InvalidPathException e) {
                throw new NotStartedException(
                        "The directory " + path + " for the files of the items could not be made"
                                + payload.user().by() + ": "
                                + (e instanceof IOException io ? Causes.of(io) : e.getMessage()) + ".",
                        "make it, or the one above it, then retry.");
            }
        }
    }

    private PayloadEnd guarded(PayloadUser.Start start) throws NotStartedException, InterruptedException {
        var guardian = launcher.guardian();
        String marker = PayloadEnvironment.marker(directory.output());
        guardian.take(new Charge(marker, payload.killGrace(), hold, null, List.of()));
        // a later hold may have come while the guardian took its charge
        guardian.tell(it -> it.withDue(hold));
        var meter = launcher.meter();
        var processes = launch(start, marker);
        try {
            startedAt = PilotClock.now();
            processes.leaderEntry().ifPresent(leader -> guardian.tell(it -> it.withLeader(leader)));
            return attend(processes, marker, meter);
        } catch (InterruptedException | RuntimeException | Error e) {
            // if this thread cannot end it either, its guardian does
            guardian.surrender();
            endProcesses(processes);
            throw failed(e);
        } finally {
            guardian.release();
        }
    }

    private PayloadProcesses launch(PayloadUser.Start start, String marker) throws NotStartedException {
        try {
            return launcher.launch(start, directory, marker);
        } catch (NotStartedException e) {
            launcher.guardian().release();
            throw e;
        } catch (RuntimeException | Error e) {
            // its process may run all the same, and nobody but its guardian can find it
            launcher.guardian().surrender();
            throw failed(e);
        }
    }

    private NotStartedException failed(Throwable e) {
        log.say(job.attempt(), "The pilot failed at running the payload, and ends it: " + e);
        return NotStartedException.ofHost(
                "The pilot failed at running the payload (" + e + ") and ended it.",
                "look on its host for a lack of memory or a limit of processes (ulimit -u).");
    }

    private PayloadEnd attend(PayloadProcesses processes, String marker, UsageMeter meter)
            throws NotStartedException, InterruptedException {
        var leader = processes.leader();
        var output = List.of(copy(leader.getInputStream(), stdout), copy(leader.getErrorStream(), stderr));
        var exited = exitOf(leader);
        boolean inTime = awaitEnd(CompletableFuture.anyOf(exited, asked), processes, meter);
        boolean byItself = exited.isDone();
        var endedAt = PilotClock.now();
        endProcesses(processes);
        if (!byItself) {
            await(exited, LEADER_PATIENCE);
            endedAt = PilotClock.now();
        }
        usage = meter.usage();
        awaitOutput(output);
        Integer status = exited.isDone() ? Integer.valueOf(exited.join()) : null;
        if (!byItself || status == null) {
            var verdict =
                    inTime ? Verdict.ended(asked.join(), status) : Verdict.timeLimit(job.timeLimitSeconds(), status);
            return ended(verdict, endedAt, inTime);
        }
        boolean cutOff = payload.heldUntil() != null && launcher.guardian().hasCutOff(marker);
        return ended(cutOff ? Verdict.cutOff(status) : judge(status), endedAt, false);
    }

    /** Waits for its end or for a reason to end it, and looks after orphans meanwhile; false: its time is over. */
    private boolean awaitEnd(CompletableFuture<?> event, PayloadProcesses processes, UsageMeter meter)
            throws InterruptedException {
        var deadline = PilotClock.now().plus(Duration.ofSeconds(job.timeLimitSeconds()));
        while (!deadline.isPast()) {
            var left = deadline.remaining();
            if (await(event, left.compareTo(ROUND) < 0 ? left : ROUND)) {
                return true;
            }
            var orphans = processes.orphans();
            launcher.guardian().tell(it -> it.withStrays(orphans));
            launcher.guardian().wake();
            meter.look(processes);
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

    /** The payload ended by itself. */
    private Verdict judge(int status) throws NotStartedException {
        String complaint = stderr.whole()
                .map(it -> new String(it.head(), StandardCharsets.UTF_8))
                .orElse("");
        if (launcher.isFailureToStart(status, complaint)) {
            if (Causes.areOfTheHost(complaint)) {
                throw NotStartedException.ofHost(
                        "This host cannot start the payload: " + complaint.strip(),
                        "look for a lack of memory or of processes, and at its disk.");
            }
            return Verdict.notStarted("The system cannot run the payload. " + complaint.strip()
                    + " Next step: check that the file is a program for this machine, then retry.");
        }
        var lister = list;
        if (lister != null) {
            return judgeList(lister, status, complaint);
        }
        if (status == 0) {
            return judgeOutputs();
        }
        if (isUnreadable(complaint)) {
            return Verdict.notStarted("The payload " + executable + " is a script that cannot be read"
                    + payload.user().by() + ". Next step: chmod +r " + executable + ", then retry.");
        }
        return directory.isDiskFull() ? Verdict.diskFull(payload.work(), status) : Verdict.exited(status);
    }

    private Verdict judgeList(ItemList lister, int status, String complaint) {
        try {
            if (status == 0) {
                items = lister.read(payload.user());
                return Verdict.exited(0);
            }
            return directory.isDiskFull()
                    ? Verdict.diskFull(payload.work(), status)
                    : Verdict.notListed(status, lister.inWords() + complaint.strip());
        } catch (ItemList.UnusableException e) {
            return Verdict.notListed(status, lister.inWords() + e.why());
        } catch (IOException e) {
            return Verdict.notListed(status, lister.inWords() + Causes.of(e) + ".");
        }
    }

    /** That a file which cannot be read is a script shows only when its interpreter fails at it. */
    private boolean isUnreadable(String complaint) throws NotStartedException {
        var file = executable;
        return file != null
                && complaint.contains("Permission denied")
                && complaint.contains(String.valueOf(file.getFileName()))
                && !payload.user().isReadable(file);
    }

    private Verdict judgeOutputs() throws NotStartedException {
        var plain = job.outputs().stream().filter(it -> !NamedOutputs.isNamed(it));
        var missing = Stream.concat(directory.missing(plain.toList()).stream(), outputs.missing().stream())
                .toList();
        if (!missing.isEmpty()) {
            return Verdict.outputMissing(missing);
        }
        try {
            outputs.sync();
            return Verdict.exited(0);
        } catch (IOException e) {
            return Verdict.undelivered("they could not be written to disk: " + Causes.of(e));
        }
    }

    private PayloadEnd ended(Verdict verdict, Moment endedAt, boolean onRequest) {
        if (verdict.reason() != null) {
            discardOutputs();
        }
        var logs = Stream.of(stdout, stderr).flatMap(it -> it.whole().stream()).toList();
        return new PayloadEnd(job.attempt(), verdict, startedAt, endedAt, onRequest, false, logs, items, usage);
    }

    private Thread copy(InputStream from, LogCapture to) {
        // a platform thread: reading a pipe would hold on to one of the few carriers of virtual threads
        return Thread.ofPlatform()
                .daemon()
                .name("output of " + job.attempt())
                .stackSize(128 * 1024)
                .start(() -> to.drain(from));
    }

    /**
     * A process that escaped may keep the stream open for ever; it must not delay the end. Only a reader of the echo who has
     * not taken what came is waited for longer.
     */
    private void awaitOutput(List<Thread> copies) throws InterruptedException {
        var last = PilotClock.now().plus(echo.patience());
        var left = OUTPUT_PATIENCE;
        for (var copy : copies) {
            while (left.isPositive() && !last.isPast() && !copy.join(LOOK)) {
                if (!stdout.waitsForReader(LOOK) && !stderr.waitsForReader(LOOK)) {
                    left = left.minus(LOOK);
                }
            }
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
