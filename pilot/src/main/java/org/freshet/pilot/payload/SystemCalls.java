package org.freshet.pilot.payload;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** What Java does not offer of the Linux kernel: adopting orphans, waiting for them, and signals to process groups. */
final class SystemCalls {

    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int WNOHANG = 1;
    private static final int RUSAGE_CHILDREN = -1;
    private static final long RUSAGE_BYTES = 256; // more than it has anywhere

    private final MethodHandle kill;
    private final MethodHandle waitpid;
    private final MethodHandle prctl;
    private final MethodHandle getrusage;

    // that these calls are restricted is known: the manifest of the pilot's program allows them
    @SuppressWarnings("restricted")
    private SystemCalls() {
        var linker = Linker.nativeLinker();
        this.kill = handle(linker, "kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        this.waitpid = handle(linker, "waitpid", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        this.getrusage = handle(linker, "getrusage", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        var number = ValueLayout.JAVA_LONG;
        this.prctl = linker.downcallHandle(
                linker.defaultLookup().find("prctl").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, number, number, number, number),
                Linker.Option.firstVariadicArg(1));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(Linker linker, String name, MemoryLayout... parameters) {
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    /** Absent where this Java or this system does not let the pilot call them. */
    static Optional<SystemCalls> ofThisMachine() {
        try {
            return Optional.of(new SystemCalls());
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * From now on a process whose parent has ended becomes this process's child, if it descends from it.
     *
     * @return false if the kernel refused
     */
    boolean adoptOrphans() {
        return call(() -> (int) prctl.invokeExact(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L)) == 0;
    }

    /** Removes a child that has ended from the kernel's books; false if it runs, or is no child of this process. */
    boolean bury(long pid) {
        return call(() -> (int) waitpid.invokeExact(pidOf(pid), MemorySegment.NULL, WNOHANG)) == pid;
    }

    /** Processor time of all children that have ended, and of theirs, in milliseconds; -1 if the kernel does not tell. */
    long cpuOfEndedChildren() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(RUSAGE_BYTES, Long.BYTES);
            if (call(() -> (int) getrusage.invokeExact(RUSAGE_CHILDREN, usage)) != 0) {
                return -1;
            }
            // seconds and microseconds, first in user mode, then in the kernel's
            return 1000 * (field(usage, 0) + field(usage, 2)) + (field(usage, 1) + field(usage, 3)) / 1000;
        }
    }

    private static long field(MemorySegment usage, int number) {
        return usage.getAtIndex(ValueLayout.JAVA_LONG, number);
    }

    /** Sends a signal to one process; nothing happens if there is none of that number. */
    void signal(long pid, Signal signal) {
        call(() -> (int) kill.invokeExact(pidOf(pid), signal.number()));
    }

    /** Sends a signal to all members of a process group at once. */
    void signalGroup(long group, Signal signal) {
        call(() -> (int) kill.invokeExact(-pidOf(group), signal.number()));
    }

    /** Numbers below 2 mean whole crowds of processes to the kernel. */
    private static int pidOf(long pid) {
        if (pid < 2) {
            throw new IllegalArgumentException("not a process of a payload: " + pid);
        }
        return Math.toIntExact(pid);
    }

    private interface Call {
        int run() throws Throwable;
    }

    private static int call(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
