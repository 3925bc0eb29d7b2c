package org.freshet.test.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.freshet.protocol.PilotState;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;

/** What benchmarks look at from outside. */
public final class Watch {

    /** Linux counts the processor time of a process in hundredths of a second. */
    private static final double MILLIS_PER_TICK = 10;

    private Watch() {}

    /** An installation whose server keeps this many local pilots. */
    static Installation installation(int pilots) {
        return Installation.create(Map.of("FRESHET_LOCAL_PILOTS", Integer.toString(pilots)));
    }

    /** Returns when this many pilots wait for a job. */
    static void awaitIdlePilots(RunningServer server, int pilots) {
        server.await(
                pilots + " pilots are idle",
                () -> Long.valueOf(pilots).equals(server.summary().pilots().get(PilotState.IDLE)));
    }

    /** Resident memory of the server, and of its PostgreSQL's processes their share, in MB of 10^6 bytes. */
    static double residentMb(RunningServer server) {
        var java = server.command().process();
        var postgres =
                java.descendants().filter(it -> it.info().command().orElse("").endsWith("/postgres"));
        var shares = postgres.mapToLong(it -> kilobytes(it.pid(), "Pss:")).sum();
        return (kilobytes(java.pid(), "Rss:") + shares) * 1024 / 1e6;
    }

    /** Processor time that the server and its PostgreSQL took since they were started; ended processes do not count. */
    static double cpuSeconds(RunningServer server) {
        var java = server.command().process();
        return Stream.concat(Stream.of(java.toHandle()), java.descendants())
                .map(it -> it.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(it -> it.toNanos() / 1e9)
                .sum();
    }

    /** What each run of a command took, in seconds: on the clock, and of a processor. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Times(double[] wall, double[] cpu) {}

    /** Runs a command of the shell once to warm up, then so many times. */
    static Times times(Installation installation, String command, int runs) {
        installation.run(command).successful();
        var times = new Times(new double[runs], new double[runs]);
        for (int n = 0; n < runs; n++) {
            var told = installation
                    .run("exec bash -c 'TIMEFORMAT=\"%R %U %S\"; time " + command + "'")
                    .successful()
                    .err()
                    .strip()
                    .split("\\s+");
            times.wall()[n] = Double.parseDouble(told[0]);
            times.cpu()[n] = Double.parseDouble(told[1]) + Double.parseDouble(told[2]);
        }
        return times;
    }

    /** Processor time of a process and its descendants, and of those that they waited for. */
    public static double processorMillis(long pid) {
        var children = ProcessHandle.of(pid).orElseThrow().descendants().mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), children)
                        .map(it -> ticks(it, 4))
                        .sum()
                * MILLIS_PER_TICK;
    }

    /** Processor time of one process alone. */
    public static double ownProcessorMillis(long pid) {
        return ticks(pid, 2) * MILLIS_PER_TICK;
    }

    /** @param fields 2 = its own time in user and in kernel mode; 4 = also that of the processes it waited for */
    private static long ticks(long pid, int fields) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // after the name in parentheses the fields are numbered from 3; see proc(5)
            var all = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Arrays.stream(all, 11, 11 + fields)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException e) {
            return 0; // it ended meanwhile
        }
    }

    /** Resident memory of one process, in MB of 10^6 bytes. */
    public static double residentMb(long pid) {
        return kilobytes(pid, "Rss:") * 1024 / 1e6;
    }

    /** The memory of one process, what it shares with others divided among them, in MB of 10^6 bytes. */
    static double shareMb(long pid) {
        return kilobytes(pid, "Pss:") * 1024 / 1e6;
    }

    private static long kilobytes(long pid, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(it -> it.startsWith(field))
                    .mapToLong(it -> Long.parseLong(it.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it ended meanwhile
        }
    }
}
