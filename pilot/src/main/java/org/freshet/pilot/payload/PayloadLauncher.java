package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.freshet.pilot.platform.PilotLog;

/**
 * Starts payloads, each in a session of its own, so that all of its processes can be ended together.
 *
 * <p>The program {@code setsid} does that: a child of the JVM leads no process group, so {@code setsid} does not fork
 * and the payload keeps its process id, which is then also the id of its group and session.
 */
public final class PayloadLauncher implements AutoCloseable {

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
        this(pilotEnv, log, find(pilotEnv), OwnProcesses.adopting(log));
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

    private static Optional<String> find(Map<String, String> env) {
        var path = Stream.of(env.getOrDefault("PATH", "").split(":"));
        return Stream.concat(path, Stream.of("/usr/bin", "/bin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> folder + "/setsid")
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }

    /**
     * Runs a payload on a thread of its own.
     *
     * @param onEnd called once, on that thread
     */
    public PayloadRun start(Payload payload, Consumer<PayloadEnd> onEnd) {
        var run = new PayloadRun(payload, this, log);
        Thread.ofVirtual().name("payload " + payload.job().attempt()).start(() -> onEnd.accept(run.run()));
        return run;
    }

    Map<String, String> pilotEnv() {
        return pilotEnv;
    }

    Guardian guardian() {
        return guardian;
    }

    /** Ends the guardian; nothing must run any more. */
    @Override
    public void close() {
        guardian.close();
    }

    /** Starts the payload's leader; its guardian has been told the marker before. */
    PayloadProcesses launch(List<String> command, Map<String, String> env, JobDirectory directory)
            throws NotStartedException {
        var words = new ArrayList<String>();
        setsid.ifPresent(words::add);
        words.addAll(command);
        try {
            var builder = new ProcessBuilder(words)
                    .directory(directory.path().toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().putAll(env);
            long before = ProcessEntry.earliestStartFromNow();
            var leader = processes.start(builder);
            String marker = PayloadEnvironment.marker(directory.output());
            return new PayloadProcesses(processes, leader, setsid.isPresent(), marker, before);
        } catch (IOException | IllegalArgumentException e) {
            throw new NotStartedException(
                    "The payload's process could not be started: " + e.getMessage() + ".",
                    "check the payload and the names of the variables in env, then retry.");
        }
    }

    /** Whether it was {@code setsid} that failed, not the payload: the file is there, but the system cannot run it. */
    boolean isFailureToStart(int status, String stderr) {
        return setsid.isPresent() && (status == 126 || status == 127) && stderr.startsWith("setsid: ");
    }
}
