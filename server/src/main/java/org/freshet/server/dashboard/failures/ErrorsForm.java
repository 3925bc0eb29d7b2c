package org.freshet.server.dashboard.failures;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.protocol.FailureReason;
import org.freshet.server.failure.FailureKey;
import org.jspecify.annotations.Nullable;

/**
 * What a form of the page of failures sent, as it came.
 *
 * @param back the address of the page on which it stood
 * @param every {@code true} if a note is on all hosts
 * @param until when the newest failure happened that was shown there
 * @param note on a group
 * @param why a host is banned or allowed
 * @param id of an acknowledgement
 */
record ErrorsForm(
        @Nullable String back,
        @Nullable String reason,
        @Nullable String exitCode,
        @Nullable String signal,
        @Nullable String jobtype,
        @Nullable String host,
        @Nullable String every,
        @Nullable String until,
        @Nullable String note,
        @Nullable String why,
        @Nullable String id) {

    /** As the server writes it; anything else leads to the page as a whole. */
    private static final Pattern BACK =
            Pattern.compile("(/errors|/hosts/[A-Za-z0-9%.,_:@~-]+)(\\?[A-Za-z0-9%&=.,_*+~-]*)?");

    String backOrHome() {
        return back != null && BACK.matcher(back).matches() ? back : ErrorsQuery.PATH;
    }

    /** Empty if it was not made by a page of this server. */
    Optional<FailureKey> key() {
        var known = Arrays.stream(FailureReason.values())
                .filter(it -> it.name().equals(reason))
                .findFirst();
        if (jobtype == null || jobtype.isEmpty() || !isNumberOrNothing(exitCode) || !isNumberOrNothing(signal)) {
            return Optional.empty();
        }
        var type = jobtype;
        return known.map(it -> new FailureKey(
                it, number(exitCode), number(signal), type, host == null || host.isEmpty() ? null : host));
    }

    private static boolean isNumberOrNothing(@Nullable String text) {
        return text == null || text.isEmpty() || text.matches("-?[0-9]{1,9}");
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Integer.valueOf(text);
    }

    Optional<Instant> seen() {
        try {
            return until == null ? Optional.empty() : Optional.of(Instant.parse(until));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether texts that people typed can be kept. */
    boolean isStorable() {
        return isStorable(why) && isStorable(host) && isStorable(note);
    }

    private static boolean isStorable(@Nullable String text) {
        return text == null || (text.length() <= 1000 && text.indexOf('\0') < 0);
    }
}
