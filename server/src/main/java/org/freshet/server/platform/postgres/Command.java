package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short program of which only the success and the output matter. */
record Command(List<String> words, String input) {

    /** Making a data directory takes a second or two; a slow disk deserves patience, a hang an end. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    Command {
        words = List.copyOf(words);
    }

    static Command of(List<String> words) {
        return new Command(words, "");
    }

    /** Runs it and returns what it printed, both streams together. */
    String run() throws IOException {
        var process = prepared(words).redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        var exitCode = process.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IOException("%s ended with %d: %s".formatted(String.join(" ", words), exitCode, output));
        }
        return output;
    }

    boolean succeeds() {
        try {
            run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A process without this process's PGDATA, PGPORT, PGOPTIONS and the like, which would change what PostgreSQL does. */
    static ProcessBuilder prepared(List<String> words) {
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
