package org.freshet.pilot;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.payload.Echo;
import org.freshet.pilot.payload.Payload;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.payload.PayloadLauncher;
import org.freshet.pilot.payload.PayloadRun;
import org.freshet.pilot.payload.UnusableUserException;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LocalEnd;
import org.freshet.protocol.LocalRun;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other mode of the pilot's program, for {@code freshet run-local}: runs one payload as a pilot would, without a server.
 * The order comes in one line of standard input, which stays open: when it ends, whoever ordered is gone, and so goes the
 * payload. How it ended is left in a file; what it prints goes to the program's own streams.
 */
final class LocalRunner {

    /** The argument that asks for this mode. */
    static final String WORD = "run-local";

    /** No pilot has this number. */
    private static final PilotId NOBODY = new PilotId(0);

    /** Files are put in place at once: nobody else runs this attempt. */
    private static final Duration DELIVERY = Duration.ofHours(6);

    /** A person who pages through the output is given the rest of it, too; what holds the output open is not waited for. */
    private static final Duration SLOW_READER = Duration.ofHours(1);

    /** Beyond the grace period, how long the end of a payload may take when a signal ends this program. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(20);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final LocalRun order;
    private final Path work;
    private final CompletableFuture<Void> told = new CompletableFuture<>();

    private LocalRunner(LocalRun order) {
        this.order = order;
        this.work = Path.of(order.work());
    }

    /** Runs what standard input orders; the exit code is 0 if the file that tells of the end was written. */
    static int runOrdered() {
        var log = new PilotLog(System.err);
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var launcher = new PayloadLauncher(System.getenv(), log)) {
            String line = input.readLine();
            var runner = new LocalRunner(JSON.readValue(line == null ? "" : line, LocalRun.class));
            runner.run(launcher, input);
            return ExitCode.NORMAL.number();
        } catch (JacksonException e) {
            log.say("The order of a local run could not be read: " + e.getOriginalMessage());
            return ExitCode.USAGE.number();
        } catch (IOException e) {
            log.say("The local run failed at its files: " + e);
            return ExitCode.WORK_DIRECTORY.number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAULT.number();
        }
    }

    private void run(PayloadLauncher launcher, BufferedReader input) throws IOException, InterruptedException {
        try {
            var ended = new CompletableFuture<PayloadEnd>();
            var run = launcher.start(payload(launcher), echo(), ended::complete);
            endOnSignal(run);
            endWhenAlone(run, input);
            var end = delivered(run, ended.join());
            tidy(run, end);
            tell(end, run);
        } catch (UnusableUserException e) {
            write(new LocalEnd(JobState.FAILED, FailureReason.NOT_STARTED, null, null, e.sentence(), null, null));
        } finally {
            told.complete(null);
        }
    }

    private Payload payload(PayloadLauncher launcher) throws UnusableUserException {
        return new Payload(
                order.job(),
                NOBODY,
                order.siteEnv(),
                URI.create(order.url()),
                work,
                launcher.user(order.payloadUser(), Machine.isRoot(), work),
                Duration.ofSeconds(order.killGraceSeconds()),
                null);
    }

    /** Without buffers: a prompt or a half line is to be seen at once. */
    private Echo echo() {
        var err = new FileOutputStream(FileDescriptor.err);
        return new Echo(order.allOnStderr() ? err : new FileOutputStream(FileDescriptor.out), err, SLOW_READER);
    }

    private void endOnSignal(PayloadRun run) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            run.end("run-local was told to stop.");
                            var patience = LAST_PATIENCE.plusSeconds(order.killGraceSeconds());
                            var unused = told.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                                    .join();
                        },
                        "leave on signal"));
    }

    private static void endWhenAlone(PayloadRun run, BufferedReader input) {
        Thread.ofPlatform().daemon().name("whether anybody waits").start(() -> {
            try {
                var unused = input.read();
            } catch (IOException e) {
                // the same as its end
            }
            run.end("the command that had started it is gone.");
        });
    }

    /** Puts the files that variables name in place, if all went well. */
    private static PayloadEnd delivered(PayloadRun run, PayloadEnd end) {
        if (!run.isUndelivered(end)) {
            return end;
        }
        if (end.asked()) {
            run.discardOutputs();
            return end;
        }
        return run.deliver(end, PilotClock.now().plus(DELIVERY)).orElse(end);
    }

    private static boolean isFinished(PayloadEnd end) {
        return end.verdict().reason() == null && !end.asked();
    }

    /** As a pilot does, unless all is to be kept. */
    private void tidy(PayloadRun run, PayloadEnd end) {
        if (!order.keep() && !(isFinished(end) && run.hasResults())) {
            run.clean(false);
        }
    }

    private void tell(PayloadEnd end, PayloadRun run) throws IOException {
        var verdict = end.verdict();
        var state = isFinished(end) ? JobState.FINISHED : end.asked() ? JobState.CANCELLED : JobState.FAILED;
        write(new LocalEnd(
                state,
                state == JobState.FAILED ? verdict.reason() : null,
                verdict.exitCode(),
                verdict.signal(),
                verdict.message(),
                ranSeconds(end),
                run.directory().exists() ? run.directory().path().toString() : null));
    }

    private static @Nullable Double ranSeconds(PayloadEnd end) {
        var started = end.startedAt();
        return started == null ? null : (end.endedAt().nanos() - started.nanos()) / 1e9;
    }

    /** A reader sees the whole file or none. */
    private void write(LocalEnd end) throws IOException {
        var part = work.resolve(LocalEnd.FILE + ".part");
        Files.write(part, JSON.writeValueAsBytes(end));
        Files.move(part, work.resolve(LocalEnd.FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
