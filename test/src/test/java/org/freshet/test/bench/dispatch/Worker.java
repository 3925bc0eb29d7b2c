package org.freshet.test.bench.dispatch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.freshet.test.support.Api;
import tools.jackson.databind.JsonNode;

/** A process of the benchmark that takes orders, a line each, and answers with lines of JSON. */
final class Worker implements AutoCloseable {

    /** The flags of {@code bin/freshet-server}, so that what is compared runs alike. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx1g");

    private static final Path LOGS = Path.of("target", "bench", "log");

    private static final long MOST_SILENCE_SECONDS = 180 + 3L * Integer.getInteger("bench.snapshot", 0);

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("patience").factory());

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    private Worker(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader();
        this.orders = process.outputWriter();
    }

    /** Runs a class of the benchmark. */
    static Worker java(Class<?> main, String... args) throws IOException {
        var command = new ArrayList<>(List.of(javaProgram()));
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return of(main.getSimpleName(), new ProcessBuilder(command));
    }

    static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a process; returns when it says that it is ready. */
    static Worker of(String name, ProcessBuilder builder) throws IOException {
        Files.createDirectories(LOGS);
        var worker = new Worker(name, builder.redirectError(log(name).toFile()).start());
        worker.next("ready");
        return worker;
    }

    private static Path log(String name) {
        return LOGS.resolve(name + ".err");
    }

    void tell(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
    }

    /** The next line it says, which has this field. One that says nothing for too long is ended. */
    JsonNode next(String field) throws IOException {
        var patience = WATCH.schedule(process::destroyForcibly, MOST_SILENCE_SECONDS, TimeUnit.SECONDS);
        try {
            return nextWhileAlive(field);
        } finally {
            patience.cancel(false);
        }
    }

    private JsonNode nextWhileAlive(String field) throws IOException {
        for (var line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("{")) {
                var said = Api.JSON.readTree(line);
                if (!said.has(field)) {
                    throw new IllegalStateException(name + " said " + line + " instead of \"" + field + "\"");
                }
                return said;
            }
        }
        close();
        throw new IllegalStateException(name + " ended, or was silent for " + MOST_SILENCE_SECONDS
                + " s, before it said \"" + field + "\":\n" + Files.readString(log(name)));
    }

    long pid() {
        return process.pid();
    }

    /** Ends it: without orders it has nothing to do. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
