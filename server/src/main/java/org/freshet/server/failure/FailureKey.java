package org.freshet.server.failure;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.freshet.protocol.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * In which way a job failed.
 *
 * @param exitCode null unless the reason is EXIT_CODE
 * @param signal null unless the reason is SIGNAL
 * @param host null if it is not known
 */
public record FailureKey(
        FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        String jobtype,
        @Nullable String host) {

    /** The same on whatever host. */
    public FailureKey withoutHost() {
        return new FailureKey(reason, exitCode, signal, jobtype, null);
    }

    /** The same key has the same letters and digits, on every server. */
    public String id() {
        var text = reason + " " + exitCode + " " + signal + " " + jobtype + "\n" + host;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
