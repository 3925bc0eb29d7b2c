package org.freshet.server.dashboard.pools;

import java.time.Instant;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolStanding;
import org.freshet.protocol.PoolTerms;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.explain.PoolAlarm;
import org.jspecify.annotations.Nullable;

/**
 * A site and how its pool stands.
 *
 * @param now when it was read, on the database's clock
 * @param batch the kind of its batch system; NONE: its pilots are started by hand
 * @param cap most pilots at once
 * @param standing its last calculation; null = there was none
 * @param alarm null if there is none
 */
public record PoolRow(
        Instant now,
        String name,
        String batch,
        int cap,
        boolean paused,
        @Nullable PoolStanding standing,
        PoolAlarm.@Nullable Kind alarm) {

    PoolRow with(PoolAlarm.@Nullable Kind other) {
        return new PoolRow(now, name, batch, cap, paused, standing, other);
    }

    public boolean byHand() {
        return batch.equals("NONE");
    }

    public Badge badge() {
        if (paused) {
            return alarm == PoolAlarm.Kind.PAUSED_BY_POOL
                    ? new Badge("broken", "paused by the pool", true)
                    : new Badge("paused", "paused", false);
        }
        if (byHand()) {
            return new Badge("template", "by hand", false);
        }
        if (standing == null) {
            return new Badge("unknown", "never calculated", false);
        }
        return switch (alarm) {
            case FORGOTTEN -> new Badge("late", "not calculated", true);
            case REFUSED -> Badge.of(PoolRun.Outcome.REFUSED);
            case BLIND, PAUSED_BY_POOL -> Badge.of(standing.run().outcome());
            case null -> Badge.of(standing.run().outcome());
        };
    }

    @Nullable
    public PoolTerms terms() {
        return standing == null ? null : standing.run().terms();
    }

    /** What the pool said last; null if nothing. */
    @Nullable
    public String sentence() {
        return standing == null ? null : said(standing.run());
    }

    /** Without the name of the site in front, which is on the page already. */
    static String said(PoolRun run) {
        var prefix = run.site() + ": ";
        var words = run.sentence().startsWith(prefix) ? run.sentence().substring(prefix.length()) : run.sentence();
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @Nullable
    public Moment at() {
        return standing == null ? null : Moment.of(standing.at(), now);
    }

    @Nullable
    public String by() {
        return standing == null ? null : standing.by();
    }
}
