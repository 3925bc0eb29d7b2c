package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.freshet.pilot.platform.PilotLog;
import org.jspecify.annotations.Nullable;

/**
 * Starts payloads, each in a session of its own, so that all of its processes can be ended together.
 *
 * <p>The program {@code setsid} does that: a child of the JVM leads no process group, so {@code setsid} does not fork
 * and the payload keeps its process id, which is then also the id of its group and session.
 */
public final class PayloadLauncher implements AutoCloseable {

    /** The programs that become the payload, one after another. */
    private static final List<String> STARTERS = List.of("setsid", "setpriv", SiteUser.STARTER, "/usr/bin/env");

    private final Map<String, String> pilotEnv;
    private final PilotLog log;
    private final Optional<String> setsid;
    private final OwnProcesses processes;
    private final Guardian guardian;

    /**
     * Looks for what it needs on this machine, and says what is missing. From now on this process adopts the orphans of
     * its descendants.
     *
     * @param pilotEnv the environment of the pilot's own process
     */
    public PayloadLauncher(Map<String, String> pilotEnv, PilotLog log) {
        this(pilotEnv, log, Programs.find(pilotEnv, "setsid"), OwnProcesses.adopting(log));
        if (setsid.isEmpty()) {
            log.say("There is no program setsid on this machine: payloads run in the pilot's session, and processes "
                    + "that they leave behind may survive them.");
        }
        if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            log.say("This pilot cannot give payloads other characters than ASCII: start it with LC_ALL=C.UTF-8.");
        }
    }

    PayloadLauncher(Map<String, String> pilotEnv, PilotLog log, Optional<String> setsid, OwnProcesses processes) {
        this.pilotEnv = Map.copyOf(pilotEnv);
        this.log = log;
        this.setsid = setsid;
        this.processes = processes;
        this.guardian = new Guardian(processes, setsid, "/bin/sh", log);
    }

    /**
     * The user that a site wants for its payloads, if this pilot can change to it.
     *
     * @param wanted absent = the pilot's own
     * @param root whether the pilot runs as root; else everything runs as its own user
     * @param work directory below which payloads run
     */
    public PayloadUser user(@Nullable String wanted, boolean root, Path work) throws UnusableUserException {
        var commands = new Commands(processes);
        return wanted == null || !root ? new PilotsUser(commands) : SiteUser.of(wanted, pilotEnv, work, commands);
    }

    /**
     * Runs a payload on a thread of its own.
     *
     * @param onEnd called once, on that thread
     */
    public PayloadRun start(Payload payload, Consumer<PayloadEnd> onEnd) {
        return start(payload, Echo.NONE, onEnd);
    }

    /**
     * Runs a payload on a thread of its own.
     *
     * @param echo gets what it prints as it comes
     * @param onEnd called once, on that thread
     */
    public PayloadRun start(Payload payload, Echo echo, Consumer<PayloadEnd> onEnd) {
        var run = new PayloadRun(payload, this, echo, log);
        Thread.ofVirtual().name("payload " + payload.job().attempt()).start(() -> onEnd.accept(run.run()));
        return run;
    }

    Map<String, String> pilotEnv() {
        return pilotEnv;
    }

    Guardian guardian() {
        return guardian;
    }

    /** Measures what the payload uses that is started next. */
    UsageMeter meter() {
        return new UsageMeter(processes.calls());
    }

    /** Ends the guardian; nothing must run any more. */
    @Override
    public void close() {
        guardian.close();
    }

    /** Starts the payload's leader; its guardian has been told the marker before. */
    PayloadProcesses launch(PayloadUser.Start start, JobDirectory directory, String marker) throws NotStartedException {
        var words = new ArrayList<String>();
        setsid.ifPresent(words::add);
        words.addAll(start.words());
        try {
            var builder = new ProcessBuilder(words)
                    .directory(directory.path().toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().putAll(start.env());
            long before = ProcessEntry.earliestStartFromNow();
            var leader = processes.start(builder);
            return new PayloadProcesses(processes, leader, setsid.isPresent(), marker, before);
        } catch (IOException e) {
            if (Causes.areOfTheHost(e)) {
                throw NotStartedException.ofHost(
                        "This host cannot start the payload's process: " + Causes.of(e) + ".",
                        "look for too many processes of the pilot's user, or for a lack of memory.");
            }
            throw notStarted(e);
        } catch (IllegalArgumentException e) {
            throw notStarted(e);
        }
    }

    private static NotStartedException notStarted(Exception e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("Argument list too long")) {
            return new NotStartedException(
                    "The payload's command line and environment are too long for this machine.",
                    "shorten the payload or env, for example by a file, then submit the job again.");
        }
        return new NotStartedException(
                "The payload's process could not be started: " + why + ".",
                "check the payload and the names of the variables in env, then retry.");
    }

    /** Whether it was what starts the payload that failed: the file is there, but the system cannot run it. */
    boolean isFailureToStart(int status, String stderr) {
        return (status == 126 || status == 127) && STARTERS.stream().anyMatch(it -> stderr.startsWith(it + ": "));
    }
}
