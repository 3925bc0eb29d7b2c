package org.freshet.server.pilot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.freshet.batch.Capacity;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;

/** Refuses terms of a site that cannot work, every one by its field. The database refuses most of them again. */
final class SiteCheck {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
    private static final int MOST_PILOTS = 100_000;
    private static final int MOST_JOBS = 1_000_000_000;
    private static final int TAGS_MAX_BYTES = 1000;
    private static final int LONGEST_ENV = 64 * 1024;
    private static final long LONGEST_GRACE = 7 * 86_400;
    private static final long LONGEST_LOCAL_GRACE = 5;

    private final List<FieldError> errors = new ArrayList<>();

    private SiteCheck() {}

    /** The name, which is part of the names of files. */
    static String name(@Nullable String name) {
        if (name == null || !isName(name)) {
            throw Invalid.field(
                    "name",
                    (name == null ? "missing" : "\"" + name + "\" is not allowed")
                            + "; 1 to 63 letters, digits, '.', '_' or '-' are expected, a letter or digit first");
        }
        return name;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether payloads may run as this user, as far as its name tells. */
    static boolean isPayloadUser(String user) {
        return USER.matcher(user).matches() && !user.equals("root");
    }

    /** @param longestHeartbeat seconds */
    static void check(SiteTerms terms, int longestHeartbeat) {
        var check = new SiteCheck();
        check.word("batch", terms.batch(), List.of("LOCAL", "HTCONDOR", "NONE"));
        check.word("mode", terms.mode(), List.of("FIXED", "DEMAND"));
        check.range("cap", terms.cap(), 0, MOST_PILOTS);
        check.range("reserve", terms.reserve(), 0, MOST_PILOTS);
        check.range("ramp", terms.ramp(), 0, MOST_PILOTS);
        check.range("heartbeatSeconds", terms.heartbeatSeconds(), 1, longestHeartbeat);
        check.range("lifetimeSeconds", terms.lifetimeSeconds(), 1, OfferCheck.LONGEST_STAY.toSeconds());
        check.range("idleSeconds", terms.idleSeconds(), 0, OfferCheck.LONGEST_STAY.toSeconds());
        check.range("maxJobs", terms.maxJobs(), 0, MOST_JOBS);
        check.range("drainGraceSeconds", terms.drainGraceSeconds(), 0, LONGEST_GRACE);
        // A server that is told to end has ended its local pilots within ten seconds.
        check.range(
                "killGraceSeconds",
                terms.killGraceSeconds(),
                0,
                terms.batch().equals("LOCAL") ? LONGEST_LOCAL_GRACE : LONGEST_GRACE);
        check.asks(terms.asks());
        check.env(terms.env());
        check.payloadUser(terms.payloadUser());
        check.throwIfAny();
    }

    private void word(String field, String value, List<String> known) {
        if (!known.contains(value)) {
            add(field, "\"" + value + "\" is not allowed; " + String.join(", ", known) + " are");
        }
    }

    private void range(String field, long value, long least, long most) {
        if (value < least || value > most) {
            add(field, value + " is not allowed; a whole number from " + least + " to " + most + " is");
        }
    }

    /** As much as a job can ask for. */
    private void asks(Capacity asks) {
        range("cores", asks.cores(), 0, 10_000);
        range("memoryMb", asks.memoryMb(), 0, 100_000_000);
        range("diskMb", asks.diskMb(), 0, 1_000_000_000);
        if (asks.tags().size() > OfferCheck.MOST_TAGS) {
            add("tags", "more than " + OfferCheck.MOST_TAGS);
        }
        if (!asks.tags().stream().allMatch(SiteCheck::isTag)) {
            add(
                    "tags",
                    "texts of 1 to " + OfferCheck.LONGEST_TAG
                            + " characters are expected, not blank and without control" + " characters");
        }
        if (asks.tags().stream().mapToInt(SiteCheck::length).sum() > TAGS_MAX_BYTES) {
            add("tags", "longer than " + TAGS_MAX_BYTES + " bytes together");
        }
    }

    private static boolean isTag(String tag) {
        return !tag.isBlank()
                && tag.length() <= OfferCheck.LONGEST_TAG
                && tag.chars().noneMatch(Character::isISOControl);
    }

    private void env(Map<String, String> env) {
        var bytes = 0;
        for (var variable : env.entrySet()) {
            var name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                add("env", "the name of a variable is not empty and has no '='");
            }
            bytes += length(name) + length(variable.getValue()) + 2;
        }
        if (bytes > LONGEST_ENV) {
            add("env", "longer than " + LONGEST_ENV + " bytes in all");
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void payloadUser(@Nullable String user) {
        if (user != null && !isPayloadUser(user)) {
            add("payloadUser", "\"" + user + "\" is not allowed; the name of a user other than root is, or nothing");
        }
    }

    private void add(String field, String reason) {
        errors.add(new FieldError(null, field, reason, null, null));
    }

    private void throwIfAny() {
        if (!errors.isEmpty()) {
            var sentences =
                    errors.stream().map(it -> it.field() + ": " + it.reason()).collect(Collectors.joining("; "));
            throw new Invalid("Nothing was changed. " + sentences + ".", errors);
        }
    }
}
