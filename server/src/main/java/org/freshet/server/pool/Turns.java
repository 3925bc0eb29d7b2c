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
     * @param by who wants it, for whoever is refused meanwhile
     * @throws Conflict if somebody else has it
     */
    Turn take(String site, String by) {
        var holder = by + " #"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        if (!sql.take(site, holder, LASTS)) {
            throw new Conflict("The pool of " + site + " is being calculated by "
                    + sql.holder(site).map(Turns::name).orElse("somebody else")
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
