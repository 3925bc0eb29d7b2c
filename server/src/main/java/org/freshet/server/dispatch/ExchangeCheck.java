package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.FanOut;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.Report;
import org.freshet.protocol.Usage;
import org.freshet.server.pilot.OfferCheck;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no healthy pilot says, before the dispatcher hears it: one bad exchange would spoil the round of many
 * pilots. That nothing is missing has been seen to when the body was read.
 */
final class ExchangeCheck {

    /** Log bytes of all reports of one exchange together; logs above 32 KiB are uploaded. */
    static final int MOST_LOG_BYTES = 64 * 1024;

    private static final int MOST_REPORTS = 1000;
    private static final double HIGHEST_LOAD = 1e6;
    private static final long OLDEST_MS = Duration.ofDays(3650).toMillis();

    private ExchangeCheck() {}

    /** Throws {@link Invalid} with the field's name; then nothing of the exchange may be applied. */
    static void check(Exchange exchange) {
        if (exchange.seq() < 1) {
            throw Invalid.field("seq", "a number from 1 on is expected");
        }
        if (exchange.reports().size() > MOST_REPORTS) {
            throw Invalid.field("reports", "at most " + MOST_REPORTS + " in one exchange");
        }
        if (exchange.want() != null) {
            OfferCheck.check("want", exchange.want());
        }
        checkMachine(exchange.machine());
        var logBytes = 0L;
        for (int n = 0; n < exchange.reports().size(); n++) {
            logBytes += check("reports[" + n + "].", exchange.reports().get(n));
        }
        if (logBytes > MOST_LOG_BYTES) {
            throw Invalid.field(
                    "reports",
                    "the logs in it have " + logBytes + " bytes, at most " + MOST_LOG_BYTES
                            + " are allowed; upload longer logs with PUT before the report");
        }
    }

    /** Checks a log that is uploaded, or one of a report. */
    static void checkLog(String field, LogPart log) {
        if (log.head().length > LogPart.MAX_HEAD || log.tail().length > LogPart.MAX_TAIL) {
            throw Invalid.field(field, "a head has at most " + LogPart.MAX_HEAD + " bytes, a tail " + LogPart.MAX_TAIL);
        }
        if (log.totalBytes() < (long) log.head().length + log.tail().length) {
            throw Invalid.field(field + ".totalBytes", "smaller than head and tail together");
        }
    }

    /** Returns how many bytes of logs are in the report. */
    private static long check(String at, Report report) {
        return switch (report) {
            case Report.Started it -> {
                checkAge(at + "startedAgoMs", it.startedAgoMs());
                yield 0;
            }
            case Report.Progress it -> checkLogs(at + "logs", it.logs());
            case Report.Ended it -> {
                checkAge(at + "endedAgoMs", it.endedAgoMs());
                checkAge(at + "startedAgoMs", Objects.requireNonNullElse(it.startedAgoMs(), 0L));
                checkVerdict(at, it);
                checkItems(at + "items", it.items());
                checkUsage(at + "usage.", it.usage());
                yield checkLogs(at + "logs", it.logs());
            }
            case Report.GivenBack it -> 0;
        };
    }

    private static void checkVerdict(String at, Report.Ended end) {
        var exitCode = end.exitCode();
        if (end.reason() == null && (exitCode == null || exitCode != 0 || end.signal() != null)) {
            throw Invalid.field(at + "reason", "missing; without one the payload ended with exit code 0");
        }
        if (end.reason() == FailureReason.EXIT_CODE && (exitCode == null || exitCode == 0)) {
            throw Invalid.field(at + "exitCode", "the reason EXIT_CODE needs one other than 0");
        }
        if (end.reason() == FailureReason.PILOT_LOST) {
            throw Invalid.field(at + "reason", "PILOT_LOST is found by the server, never reported by a pilot");
        }
    }

    private static void checkMachine(@Nullable MachineState machine) {
        if (machine == null) {
            return;
        }
        if (machine.processors() != null && machine.processors() < 1) {
            throw Invalid.field("machine.processors", "a whole number from 1 on is expected");
        }
        if (machine.load() != null && !(machine.load() >= 0 && machine.load() <= HIGHEST_LOAD)) {
            throw Invalid.field("machine.load", "a number from 0 to a million is expected");
        }
        checkAmount("machine.memoryMb", machine.memoryMb());
        checkAmount("machine.freeMemoryMb", machine.freeMemoryMb());
        checkAmount("machine.freeDiskMb", machine.freeDiskMb());
    }

    private static void checkUsage(String at, @Nullable Usage usage) {
        if (usage != null) {
            checkAmount(at + "cpuMs", usage.cpuMs());
            checkAmount(at + "memoryMb", usage.memoryMb());
        }
    }

    private static void checkAmount(String field, @Nullable Number amount) {
        if (amount != null && amount.longValue() < 0) {
            throw Invalid.field(field, amount + " is not allowed; a whole number from 0 on is");
        }
    }

    private static void checkItems(String field, @Nullable List<String> items) {
        FanOut.problemOf(items == null ? List.of() : items).ifPresent(it -> {
            throw Invalid.field(field, it);
        });
    }

    private static void checkAge(String field, long ms) {
        if (ms < 0 || ms > OLDEST_MS) {
            throw Invalid.field(field, ms + " is not allowed; an age in milliseconds, at most ten years, is expected");
        }
    }

    private static long checkLogs(String field, List<LogPart> logs) {
        var streams = new HashSet<LogPart.Stream>();
        var bytes = 0L;
        for (int n = 0; n < logs.size(); n++) {
            var log = logs.get(n);
            checkLog(field + "[" + n + "]", log);
            if (!streams.add(log.stream())) {
                throw Invalid.field(field + "[" + n + "].stream", log.stream() + " stands in this report already");
            }
            bytes += log.head().length + log.tail().length;
        }
        return bytes;
    }
}
