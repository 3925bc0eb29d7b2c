package org.freshet.server.failure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.server.failure.FailurePart.Standing;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people say of jobs that failed in the same way: that it is known, and what comes of it. */
@Service
public class Acknowledgements {

    /** Nobody looks further back; jobs are kept about as long. */
    private static final Duration EVER = Duration.ofDays(90);

    private static final int LONGEST_NOTE = 1000;

    private final AcknowledgementSql sql;
    private final Failures failures;
    private final EventSql events;
    private final Clock clock;

    Acknowledgements(AcknowledgementSql sql, Failures failures, EventSql events, Clock clock) {
        this.sql = sql;
        this.failures = failures;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Says that jobs that failed so are known. It holds until another one fails so.
     *
     * @param until when the newest failure happened that was seen; null = the newest there is
     */
    @Transactional
    public AcknowledgementView acknowledge(
            FailureKey key, @Nullable Instant until, @Nullable String note, String user) {
        return add(key, it -> it.equals(key), until, note, user).getFirst();
    }

    /**
     * Says so of all hosts on which jobs failed in this way: one for each of them.
     *
     * @param key of which the host does not count
     * @param until when the newest failure happened that was seen; null = the newest there is
     */
    @Transactional
    public List<AcknowledgementView> acknowledgeOnAllHosts(
            FailureKey key, @Nullable Instant until, @Nullable String note, String user) {
        return add(key, it -> it.withoutHost().equals(key.withoutHost()), until, note, user);
    }

    private List<AcknowledgementView> add(
            FailureKey key, Predicate<FailureKey> which, @Nullable Instant until, @Nullable String note, String user) {
        var said = checked(note);
        var parts =
                unresolved(until).stream().filter(it -> which.test(it.key())).toList();
        if (parts.isEmpty()) {
            throw new Conflict(nobody(key));
        }
        return parts.stream()
                .map(it -> {
                    var added = sql.add(it, said, user);
                    events.append("failure", added.id(), null, "ACKNOWLEDGED", "user " + user, said);
                    return added;
                })
                .toList();
    }

    private List<FailurePart> unresolved(@Nullable Instant until) {
        var now = clock.instant();
        // The database's times are exact to the microsecond; its clock may be ahead of this server's.
        var to = until == null || until.isAfter(now) ? now.plusSeconds(60) : until.plus(1, ChronoUnit.MICROS);
        var from = now.minus(EVER);
        if (!to.isAfter(from)) {
            return List.of();
        }
        return failures.of(new FailureTime(from, to)).parts().stream()
                .filter(it -> it.standing() == Standing.UNRESOLVED)
                .toList();
    }

    private static String nobody(FailureKey key) {
        return "No unresolved job of type " + key.jobtype() + " failed with " + key.reason()
                + (key.host() == null ? "" : " on " + key.host())
                + " in that time: there is nothing to acknowledge.";
    }

    private static String checked(@Nullable String note) {
        if (note == null || note.isBlank()) {
            throw Invalid.field("note", "missing; say what is known, for those who come later");
        }
        if (note.length() > LONGEST_NOTE || note.indexOf('\0') >= 0) {
            throw Invalid.field("note", "it has at most " + LONGEST_NOTE + " characters, and none of them is U+0000");
        }
        return note.strip();
    }

    /** Takes one back. */
    @Transactional
    public AcknowledgementView undo(long id, String user) {
        var undone = sql.undo(id, user).orElseThrow(() -> notUndone(id));
        events.append("failure", id, "ACKNOWLEDGED", "UNDONE", "user " + user, null);
        return undone;
    }

    private RuntimeException notUndone(long id) {
        return sql.find(id)
                .<RuntimeException>map(
                        it -> new Conflict("Acknowledgement " + id + " was undone before, by " + it.undoneBy() + "."))
                .orElseGet(() -> new NotFound("There is no acknowledgement " + id + "."));
    }

    /** Those that were not taken back and speak of failures since a moment. */
    @Transactional(readOnly = true)
    public List<AcknowledgementView> standing(Instant since) {
        return sql.standing(since);
    }

    /** The latest below an id, latest first. */
    @Transactional(readOnly = true)
    public List<AcknowledgementView> latest(long below, int limit) {
        return sql.latest(below, limit);
    }

    /** The one that speaks of all jobs of a part; empty if nobody has said anything since the last of them failed. */
    public static Optional<AcknowledgementView> of(FailurePart part, List<AcknowledgementView> standing) {
        return standing.stream()
                .filter(it -> key(it).equals(part.key()) && !it.until().isBefore(part.last()))
                .findFirst();
    }

    /** In which way the jobs failed of which it speaks. */
    public static FailureKey key(AcknowledgementView it) {
        return new FailureKey(it.reason(), it.exitCode(), it.signal(), it.jobtype(), it.host());
    }
}
