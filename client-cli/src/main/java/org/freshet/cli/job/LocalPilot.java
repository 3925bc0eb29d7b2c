package org.freshet.cli.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Session;
import org.freshet.protocol.LocalEnd;
import org.freshet.protocol.LocalRun;
import tools.jackson.core.JacksonException;

/**
 * The pilot's program as a child of this command. What the payload prints goes through as it comes; the child ends when this
 * command ends, whatever ends it.
 */
final class LocalPilot implements AutoCloseable {

    /** As local pilots are started, but it runs one job: nothing is compiled early. */
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx64m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=24m");

    private static final String JAR = "FRESHET_LOCAL_PILOT_JAR";

    private final Path jar;
    private final Path work;
    private final CountDownLatch told = new CountDownLatch(1);

    private LocalPilot(Path jar, Path work) {
        this.jar = jar;
        this.work = work;
    }

    /** Finds the program, and makes a directory for jobs; closing this says that all has been said. */
    static LocalPilot prepare(Session session) {
        var jar = Path.of(session.variable(JAR).orElse("pilot.jar")).toAbsolutePath();
        if (!Files.isReadable(jar)) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "The pilot's program " + jar
                            + ", which runs the payload, is not there: start freshet by its script,"
                            + " bin/freshet, or set " + JAR + " to the pilot's jar.");
        }
        try {
            var temporary = Path.of(session.variable("TMPDIR").orElse("/tmp"));
            var work = Files.createTempDirectory(temporary, "freshet-run-");
            // a payload that runs as another user has to pass
            Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx--x--x"));
            return new LocalPilot(jar, work);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "No directory for the job could be made: " + e + ". Set TMPDIR to another place.",
                    e);
        }
    }

    Path work() {
        return work;
    }

    /** How the payload ended; absent if the program itself was killed. */
    Optional<LocalEnd> run(LocalRun order) {
        var words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(FLAGS);
        words.addAll(List.of("-jar", jar.toString(), "run-local"));
        var builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LC_ALL", "C.UTF-8");
        try {
            var process = builder.start();
            endWithThis(process);
            // it stays open: its end tells the program that nobody waits any more; with the program it is closed
            order(process.getOutputStream(), order);
            process.waitFor();
            return end();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "The pilot's program could not be run: " + e + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAULT, "Interrupted while the payload ran.", e);
        }
    }

    private static void order(OutputStream input, LocalRun order) {
        try {
            input.write((Json.MAPPER.writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // it has ended before it could read; that it leaves no word of an end says so
            return;
        }
    }

    /** On a signal the child ends its payload first, and its last words are read. */
    private void endWithThis(Process process) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            // by its handle: its input stays open, so that it hears the signal and not a loss
                            var _ = process.toHandle().destroy();
                            try {
                                var _ = told.await(1, TimeUnit.MINUTES);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "leave on signal"));
    }

    private Optional<LocalEnd> end() {
        var file = work.resolve(LocalEnd.FILE);
        try {
            var end = Json.MAPPER.readValue(Files.readAllBytes(file), LocalEnd.class);
            Files.delete(file);
            return Optional.of(end);
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** Says that all has been said; removes the directory unless something stays in it. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(work);
        } catch (IOException e) {
            // the job's directory stays in it, as was said
            return;
        } finally {
            told.countDown();
        }
    }
}
