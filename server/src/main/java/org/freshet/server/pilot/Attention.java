package org.freshet.server.pilot;

import java.time.Duration;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.freshet.server.pilot.Listening.Moment;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * For how long one sweep could have heard the pilots: what a pilot failed to say counts only from then on. Each sweep has
 * one of its own, because each finds out by itself that it was interrupted.
 */
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
public class Attention {

    private static final Duration EVER = Duration.ofDays(365 * 100);

    private final TransactionTemplate transaction;
    private final PilotSql sql;
    private final TurnedAway turnedAway;
    private final Listening listening;
    private @Nullable Moment last;
    private @Nullable Duration interrupted;
    private @Nullable Duration clockSet;

    Attention(TransactionTemplate transaction, PilotSql sql, TurnedAway turnedAway, PilotSettings settings) {
        this.listening = new Listening(settings);
        this.transaction = transaction;
        this.sql = sql;
        this.turnedAway = turnedAway;
    }

    /**
     * How things stand at a look.
     *
     * @param listened since the last interruption: a start of the server or of its database, a time in which it took
     *     nothing down, a sweep that failed, a gap between two looks, a step of the database's clock; zero at the look that finds it
     * @param clockRan since the database's clock was last seen to be set: a time on it that lies further back says nothing
     *     of how long ago that was; a century if it never was
     */
    public record Span(Duration listened, Duration clockRan) {}

    /** Lets the sweep decide, in one transaction with what it changes; returns what the sweep does. */
    public synchronized int decide(ToIntFunction<Span> sweep) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> sweep.applyAsInt(look())));
        } catch (RuntimeException e) {
            // A database that fails here may have failed the pilots, too.
            interrupted = null;
            throw e;
        }
    }

    private Span look() {
        var now = sql.moment(turnedAway.times());
        var since = interrupted;
        if (listening.interruption(now).isPresent() || since == null) {
            since = now.monotonic();
            interrupted = since;
        }
        if (last != null && now.wasSetSince(last)) {
            clockSet = now.monotonic();
        }
        listening.remember(now);
        last = now;
        return new Span(
                now.monotonic().minus(since),
                clockSet == null ? EVER : now.monotonic().minus(clockSet));
    }
}
