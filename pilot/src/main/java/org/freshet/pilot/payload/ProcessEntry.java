package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of the kernel's table of processes.
 *
 * @param group process group
 * @param startTicks when it was started, in ticks since boot: with {@code pid} it names one process for ever
 * @param ended it has ended, and its parent has not noticed yet
 */
record ProcessEntry(long pid, long parent, long group, long session, long startTicks, boolean ended) {

    private static final Path PROC = Path.of("/proc");
    private static final int TICKS_PER_SECOND = 100;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,15}) kB");

    /** Seconds since boot, which nobody can set; 0 where the kernel does not tell. */
    static double uptimeSeconds() {
        try {
            return Double.parseDouble(Files.readString(PROC.resolve("uptime")).split(" ", 2)[0]);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** The start of a process that is started now, or earlier, by a second at most: the clocks are rounded differently. */
    static long earliestStartFromNow() {
        return (long) ((uptimeSeconds() - 1) * TICKS_PER_SECOND);
    }

    /** All processes; none where there is no {@code /proc}. */
    static List<ProcessEntry> all() {
        var all = new ArrayList<ProcessEntry>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var entry : entries) {
                of(Long.parseLong(entry.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // an incomplete list is all that this system gives
            return all;
        }
        return all;
    }

    /** Absent if there is none of that number. */
    static Optional<ProcessEntry> of(long pid) {
        try {
            return Optional.of(parse(pid, Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a signal has stopped it; false if there is none of that number. */
    static boolean isStopped(long pid) {
        try {
            String stat = Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private static ProcessEntry parse(long pid, String stat) {
        // the name in parentheses may hold anything; after it: state, parent, group, session, ..., threads (17), start
        // time (19)
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // a process whose first thread has ended looks dead while others go on
        boolean ended = (fields[0].equals("Z") || fields[0].equals("X")) && Integer.parseInt(fields[17]) <= 1;
        return new ProcessEntry(
                pid,
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]),
                ended);
    }

    /** Kilobytes of memory that it has now, shared ones included; 0 if it is gone. */
    long residentKb() {
        try {
            var matcher = RESIDENT.matcher(Files.readString(file(pid, "status"), StandardCharsets.ISO_8859_1));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether its environment holds this entry; false for a process of another user. */
    boolean carries(String marker) {
        try {
            String environment = Files.readString(file(pid, "environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + asLatin1(marker) + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** The bytes that the environment holds for it. */
    private static String asLatin1(String text) {
        return new String(text.getBytes(PayloadEnvironment.CHARSET), StandardCharsets.ISO_8859_1);
    }

    private static Path file(long pid, String name) {
        return PROC.resolve(Long.toString(pid)).resolve(name);
    }
}
