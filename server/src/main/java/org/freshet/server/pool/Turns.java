package org.freshet.server.pool;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.freshet.server.platform.Conflict;
import org.springframework.stereotype.Component;

/** Gives out turns, one at a time for each site, however many servers and submit hosts there are. */
@Component
class Turns {

    /** Longer than any single command of a batch system takes; whoever died with a turn blocks the site for so long. */
    private static final Duration LASTS = Duration.ofMinutes(4);

    private final TurnSql sql;

    Turns(TurnSql sql) {
        this.sql = sql;
    }

    /**
     * The turn.
     *
     * @param host whose batch system is asked
     * @param by who wants it, for whoever is refused meanwhile
     * @throws Conflict if somebody else has it, or the slots that are there were ordered from another host
     */
    Turn take(String site, String host, String by) {
        var holder = by + " #"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        if (!sql.take(site, host, holder, LASTS)) {
            var other = sql.holder(site);
            if (other.isEmpty()) {
                throw new Conflict("The pilots of " + site + " were submitted on "
                        + sql.host(site).orElse("another host") + ", and " + host
                        + " cannot see them in its own queue. Nothing was done: calculate there, or wait until these pilots"
                        + " have ended.");
            }
            throw new Conflict("The pool of " + site + " is being calculated by "
                    + other.map(Turns::name).orElse("somebody else")
                    + ". Nothing was done now; that ends within "
                    + LASTS.toMinutes() + " min.");
        }
        return new Turn() {
            @Override
            public boolean renew() {
                return sql.renew(site, holder, LASTS);
            }

            @Override
            public void close() {
                sql.release(site, holder);
            }
        };
    }

    private static String name(String holder) {
        return holder.substring(0, holder.lastIndexOf(" #"));
    }
}
