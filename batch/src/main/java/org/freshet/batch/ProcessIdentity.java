package org.freshet.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process of this machine, so that a number used again after the process ended, or after a reboot, is not taken
 * for it. Times of day are not used: they move when the machine's clock is set.
 *
 * @param boot the kernel's name of the time between two boots
 * @param startTicks when the process was started, in clock ticks since boot
 */
record ProcessIdentity(String boot, long pid, long startTicks) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * Reads the two lines that a starting pilot leaves of itself.
     *
     * @param text the boot id and the process's own {@code /proc/PID/stat}
     * @throws IOException the text is something else
     */
    static ProcessIdentity parse(String text) throws IOException {
        var lines = text.lines().toList();
        if (lines.size() != 2) {
            throw new IOException("expected a boot id and a process, found " + lines.size() + " lines");
        }
        var stat = Stat.parse(lines.getLast());
        return new ProcessIdentity(lines.getFirst(), stat.pid(), stat.startTicks());
    }

    /**
     * Whether the process has not ended. One that ended and was not yet waited for has ended.
     *
     * @throws IOException this machine's processes cannot be read
     */
    boolean isRunning() throws IOException {
        if (!Files.readString(BOOT).strip().equals(boot)) {
            return false;
        }
        var process = Path.of("/proc", Long.toString(pid));
        try {
            var stat = Stat.parse(Files.readString(process.resolve("stat")));
            return stat.startTicks() == startTicks && !stat.isDead();
        } catch (IOException e) {
            if (Files.notExists(process)) {
                return false;
            }
            throw e;
        }
    }

    /** SIGTERM. */
    void askToEnd() throws IOException {
        if (isRunning()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    /** SIGKILL, for its descendants as well: a pilot's guardian and payload. */
    void killWithDescendants() throws IOException {
        if (isRunning()) {
            var all = ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .toList();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The parts of {@code /proc/PID/stat} that are needed; see proc(5). */
    private record Stat(long pid, char state, long startTicks) {

        private static final int START_TICKS_AFTER_STATE = 19;

        /** The program's name stands in parentheses and may itself hold blanks and parentheses. */
        static Stat parse(String line) throws IOException {
            var open = line.indexOf(" (");
            var close = line.lastIndexOf(") ");
            if (open < 0 || close < open) {
                throw new IOException("not a line of /proc/PID/stat: " + line);
            }
            var rest = line.substring(close + 2).strip().split(" ", -1);
            try {
                return new Stat(
                        Long.parseLong(line.substring(0, open)),
                        rest[0].charAt(0),
                        Long.parseLong(rest[START_TICKS_AFTER_STATE]));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IOException("not a line of /proc/PID/stat: " + line, e);
            }
        }

        boolean isDead() {
            return state == 'Z' || state == 'X';
        }
    }
}
