package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Signals that Java cannot send. */
public final class Signals {

    private Signals() {}

    /** Stops processes where they are, until they are {@link #resume resumed}. */
    public static void stop(ProcessHandle... processes) {
        send("STOP", List.of(processes));
    }

    public static void resume(ProcessHandle... processes) {
        send("CONT", List.of(processes));
    }

    /** Sends it to those that still run. */
    public static void send(String signal, Collection<ProcessHandle> processes) {
        var command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" -- \"$@\" 2>/dev/null || :", signal));
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(it -> Long.toString(it.pid()))
                .forEach(command::add);
        if (command.size() == 4) {
            return;
        }
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
