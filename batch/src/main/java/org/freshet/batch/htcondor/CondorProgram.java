package org.freshet.batch.htcondor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.Executor;
import org.apache.commons.exec.PumpStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Starts one of HTCondor's commands and waits for it, with an empty standard input.
 *
 * @param bin the directory that holds them; null = those of the PATH
 * @param environment all variables they get
 */
record CondorProgram(@Nullable Path bin, Map<String, String> environment) {

    /** A hundred thousand jobs fit; a queue that does not cannot be ours. */
    private static final int OUT_LIMIT = 32 << 20;

    private static final int ERR_LIMIT = 64 << 10;

    /** How long a command's output may stay open after its end, held by what it started. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    CondorProgram {
        environment = Map.copyOf(environment);
    }

    /** @param directory where it runs; null = where this program does */
    Answer run(String name, List<String> arguments, @Nullable Path directory, Duration limit) {
        var program = find(name);
        if (program.isEmpty()) {
            return new Answer.NotStarted("There is no program " + name + (bin == null ? " on the PATH" : " in " + bin)
                    + ": HTCondor is not installed on this machine, or freshet.htcondor.bin names the wrong directory");
        }
        var command = new CommandLine(program.get());
        arguments.forEach(it -> command.addArgument(it, false));
        return run(name, command, directory, limit);
    }

    private Answer run(String name, CommandLine command, @Nullable Path directory, Duration limit) {
        var out = new BoundedOutput(OUT_LIMIT);
        var err = new BoundedOutput(ERR_LIMIT);
        var streams = new PumpStreamHandler(out, err);
        streams.setStopTimeout(LAST_WORDS);
        var watchdog = new WholeProcessWatchdog(limit);
        var builder = DefaultExecutor.builder().setExecuteStreamHandler(streams);
        if (directory != null) {
            builder.setWorkingDirectory(directory);
        }
        var executor = builder.get();
        executor.setExitValues(null); // every exit status is an answer
        executor.setWatchdog(watchdog);
        try {
            int status = executor.execute(command, environment);
            if (status == Executor.INVALID_EXITVALUE) {
                watchdog.kill();
                Thread.currentThread().interrupt(); // which the library takes away
                return new Answer.Ended(name + " was ended, because Freshet stopped waiting for it");
            }
            return watchdog.killedProcess() ? tooLate(name, limit) : answer(name, status, out, err);
        } catch (ExecuteException e) {
            watchdog.kill();
            return watchdog.killedProcess()
                    ? tooLate(name, limit)
                    : new Answer.Ended(name + " ended, but what it started goes on: its answer may not be complete");
        } catch (IOException e) {
            return new Answer.NotStarted(name + " cannot be started: " + e.getMessage());
        }
    }

    private static Answer tooLate(String name, Duration limit) {
        return new Answer.Ended(name + " gave no answer within " + seconds(limit) + " s and was ended");
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? Long.toString(limit.toSeconds())
                : Double.toString(limit.toMillis() / 1000.0);
    }

    private static Answer answer(String name, int status, BoundedOutput out, BoundedOutput err) {
        return out.isComplete()
                ? new Answer.Exited(name, status, out.text(), err.text())
                : new Answer.Ended(name + " printed more than " + (OUT_LIMIT >> 20) + " MB, which cannot be right");
    }

    private Optional<Path> find(String name) {
        var directories = bin == null
                ? Stream.of(environment.getOrDefault("PATH", "").split(":"))
                        .filter(it -> !it.isEmpty())
                        .map(Path::of)
                : Stream.of(bin);
        return directories
                .map(it -> it.resolve(name).toAbsolutePath())
                .filter(it -> Files.isRegularFile(it) && Files.isExecutable(it))
                .findFirst();
    }
}
