package org.freshet.test.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The processes that belong to one {@code FRESHET_HOME}: server, PostgreSQL, pilots, payloads and commands. They are told
 * by the home's path, which is in their arguments, their environment or their working directory.
 */
final class HomeProcesses {

    private final Path home;

    HomeProcesses(Path home) {
        this.home = home;
    }

    /** Those that run now, without this one. */
    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses()
                .filter(it -> it.pid() != ProcessHandle.current().pid())
                .filter(this::isOfHome)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Kills them until none is left: a process may start another while it is looked for. */
    void end() {
        for (int round = 0; round < 20; round++) {
            var alive = alive();
            if (alive.isEmpty()) {
                return;
            }
            alive.forEach(ProcessHandle::destroyForcibly);
            alive.forEach(it -> it.onExit().join());
        }
        throw new IllegalStateException("processes of " + home + " cannot be ended: " + alive());
    }

    /** What a person needs to know of a process. */
    static String describe(ProcessHandle process) {
        var words = read(proc(process, "cmdline")).replace('\0', ' ');
        return process.pid() + " " + words.substring(0, Math.min(200, words.length()));
    }

    private boolean isOfHome(ProcessHandle process) {
        var path = home.toString();
        return read(proc(process, "cmdline")).contains(path)
                || read(proc(process, "environ")).contains(path)
                || link(proc(process, "cwd")).startsWith(home);
    }

    private static Path proc(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Empty for a process of another user, and for one that has just ended. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static Path link(Path file) {
        try {
            return Files.readSymbolicLink(file);
        } catch (IOException e) {
            return Path.of("/");
        }
    }
}
