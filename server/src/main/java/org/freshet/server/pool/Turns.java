package org.freshet.server.pool;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.freshet.server.platform.Conflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives out turns, one at a time for each site, however many servers and submit hosts there are. */
@Component
class Turns implements PilotPool.TurnGiver {

    /** Longer than any single command of a batch system takes; whoever died with a turn blocks the site for so long. */
    private static final Duration LASTS = Duration.ofMinutes(4);

    /** So long a pilot without a server stays, if it has nothing in hand. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private final TurnSql sql;
    private final PoolRules rules;
    private final TransactionTemplate transactions;

    Turns(TurnSql sql, PoolSettings settings, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.rules = settings.rules();
        this.transactions = new TransactionTemplate(transactions);
    }

    /**
     * The turn.
     *
     * @param host whose batch system is asked
     * @param by who wants it, for whoever is refused meanwhile
     * @throws OtherHost if the slots that are there were ordered from another host
     * @throws Conflict if somebody else has it now
     */
    @Override
    public Turn take(String site, PoolHost host, String by) {
        var holder = by + " #"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        if (!sql.take(site, host, holder, LASTS, hopes(host))) {
            takeOnceMore(site, host, holder);
        }
        return new Turn() {
            @Override
            public <T> Optional<T> hold(Supplier<T> work) {
                return Objects.requireNonNull(transactions.execute(
                        _ -> sql.renew(site, holder, LASTS) ? Optional.of(work.get()) : Optional.<T>empty()));
            }

            @Override
            public void close() {
                sql.release(site, holder);
            }
        };
    }

    /** Whoever had it may have given it back meanwhile. */
    private void takeOnceMore(String site, PoolHost host, String holder) {
        var other = sql.holder(site);
        if (other.isEmpty()) {
            refuseOthers(site, host);
            if (sql.take(site, host, holder, LASTS, hopes(host))) {
                return;
            }
            other = sql.holder(site);
        }
        throw new Conflict("The pool of " + site + " is being calculated by "
                + other.map(Turns::name).orElse("somebody else")
                + ". Nothing was done now; that ends within "
                + LASTS.toMinutes() + " min.");
    }

    @Override
    public void refuseOthers(String site, PoolHost host) {
        sql.otherHost(site, host, hopes(host)).ifPresent(it -> {
            throw new OtherHost(site, it, host.name());
        });
    }

    /** Another host that looks after the site now: it has the turn, or pilots of it are there or may come back. */
    Optional<String> elsewhere(String site, PoolHost host) {
        return sql.otherHost(site, host, hopes(host)).or(() -> sql.otherHolder(site, host));
    }

    /** Local pilots register at once or never, and those of a machine that is gone for good are not waited for. */
    private TurnSql.Hopes hopes(PoolHost host) {
        return host.sole()
                ? new TurnSql.Hopes(rules.silentFor(), LONGEST_SILENCE)
                : new TurnSql.Hopes(rules.queuedFor(), rules.queuedFor());
    }

    private static String name(String holder) {
        return holder.substring(0, holder.lastIndexOf(" #"));
    }
}
