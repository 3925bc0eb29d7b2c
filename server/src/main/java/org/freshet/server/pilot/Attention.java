package org.freshet.server.pilot;

import java.time.Duration;
import org.freshet.server.pilot.Listening.Moment;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * For how long one sweep could have heard the pilots: what a pilot failed to say counts only from then on. Each sweep has
 * one of its own, because each finds out by itself that it was interrupted.
 */
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
public class Attention {

    private static final Duration EVER = Duration.ofDays(365 * 100);

    private final PilotSql sql;
    private final Listening listening = new Listening();
    private @Nullable Moment last;
    private @Nullable Duration interrupted;
    private @Nullable Duration clockSet;

    Attention(PilotSql sql) {
        this.sql = sql;
    }

    /**
     * How things stand at a look.
     *
     * @param listened since the last interruption: a start of the server or of its database, a gap between two looks, a step of
     *     the database's clock; zero at the look that finds it
     * @param clockRan since the database's clock was last seen to be set: a time on it that lies further back says nothing
     *     of how long ago that was; a century if it never was
     */
    public record Span(Duration listened, Duration clockRan) {}

    /** To be called once by each sweep, before it decides. */
    public synchronized Span look() {
        var now = sql.moment();
        if (listening.interruption(now).isPresent() || interrupted == null) {
            interrupted = now.monotonic();
        }
        if (last != null && now.wasSetSince(last)) {
            clockSet = now.monotonic();
        }
        listening.remember(now);
        last = now;
        return new Span(
                now.monotonic().minus(interrupted),
                clockSet == null ? EVER : now.monotonic().minus(clockSet));
    }
}
