package org.freshet.pilot.payload;

import java.util.List;

/** Names of the signals of Linux. */
final class SignalName {

    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private SignalName() {}

    /** For example "9 (SIGKILL)"; real-time signals have their number only. */
    static String of(int signal) {
        return signal <= NAMES.size() ? signal + " (SIG" + NAMES.get(signal - 1) + ")" : String.valueOf(signal);
    }
}
