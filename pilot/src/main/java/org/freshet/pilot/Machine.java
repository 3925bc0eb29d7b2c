package org.freshet.pilot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.freshet.protocol.MachineState;
import org.jspecify.annotations.Nullable;

/** What the pilot finds on the machine it runs on. */
final class Machine {

    private static final long MEGABYTE = 1L << 20;
    private static final int UNKNOWN_MEMORY_MB = 1024;
    private static final Pattern EFFECTIVE_UID = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private Machine() {}

    static String host() {
        return first("/proc/sys/kernel/hostname", System.getenv().getOrDefault("HOSTNAME", "localhost"));
    }

    /** Whether this program may become any other user. */
    static boolean isRoot() {
        return effectiveUid().equals("0");
    }

    /** Name of the user that this program runs as; "uid 1234" if it has none. */
    static String user() {
        String name = System.getProperty("user.name", "");
        if (isRoot()) {
            return "root";
        }
        return name.isBlank() || name.equals("?") ? "uid " + effectiveUid() : name;
    }

    private static String effectiveUid() {
        try {
            var matcher = EFFECTIVE_UID.matcher(Files.readString(Path.of("/proc/self/status")));
            return matcher.find() ? matcher.group(1) : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Memory of the machine, or of the container around the pilot if that is less; 1024 if neither can be read. */
    static int memoryMb() {
        var machine = physicalMemory();
        var container = containerLimit();
        if (machine.isEmpty() && container.isEmpty()) {
            return UNKNOWN_MEMORY_MB;
        }
        long least = Math.min(machine.orElse(Long.MAX_VALUE), container.orElse(Long.MAX_VALUE));
        return (int) Math.min(Integer.MAX_VALUE, least / MEGABYTE);
    }

    /** How it does now, with the disk that holds this directory. */
    static MachineState state(Path work) {
        var container = containerLimit();
        var physical = physicalMemory();
        boolean isLimited = container.isPresent() && container.getAsLong() < physical.orElse(Long.MAX_VALUE);
        return new MachineState(
                processors(),
                load(),
                megabytes(isLimited ? container : physical),
                megabytes(isLimited ? leftOf(container.getAsLong()) : memory(AVAILABLE)),
                freeDisk(work));
    }

    private static @Nullable Double load() {
        String mean = first("/proc/loadavg", "").split(" ", 2)[0];
        return mean.matches("\\d{1,6}(\\.\\d{1,6})?") ? Double.valueOf(mean) : null;
    }

    private static OptionalLong leftOf(long limit) {
        String used = first("/sys/fs/cgroup/memory.current", "");
        return used.matches("\\d{1,18}")
                ? OptionalLong.of(Math.max(0, limit - Long.parseLong(used)))
                : OptionalLong.empty();
    }

    private static @Nullable Integer freeDisk(Path work) {
        try {
            return megabytes(OptionalLong.of(Files.getFileStore(work).getUsableSpace()));
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Integer megabytes(OptionalLong bytes) {
        return bytes.isEmpty() ? null : (int) Math.min(Integer.MAX_VALUE, bytes.getAsLong() / MEGABYTE);
    }

    private static OptionalLong physicalMemory() {
        return memory(TOTAL);
    }

    private static OptionalLong memory(Pattern line) {
        try {
            var matcher = line.matcher(Files.readString(Path.of("/proc/meminfo")));
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong containerLimit() {
        String limit = first("/sys/fs/cgroup/memory.max", "max");
        return limit.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(limit)) : OptionalLong.empty();
    }

    private static String first(String file, String otherwise) {
        try {
            String text = Files.readString(Path.of(file)).strip();
            return text.isEmpty() ? otherwise : text;
        } catch (IOException e) {
            return otherwise;
        }
    }
}
