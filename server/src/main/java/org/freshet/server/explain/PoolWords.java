package org.freshet.server.explain;

import java.time.Instant;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.explain.SiteStanding.Holds;
import org.freshet.server.explain.SiteStanding.Refusal;

/** Words about a pool that stand in explanations of jobs, of pilots and of the pool itself, and in alarms. */
final class PoolWords {

    static final String HARMLESS = "Nothing is submitted; running payloads are not affected.";

    private static final String NOTHING_DONE = "so nothing is done. ";

    private PoolWords() {}

    /** What the pool said of a site, without the name of the site in front. */
    static String said(PoolRun run) {
        var prefix = run.site() + ": ";
        var sentence = run.sentence();
        return Say.capital(sentence.startsWith(prefix) ? sentence.substring(prefix.length()) : sentence);
    }

    /** That the batch system of a site tells nothing of use: since when, and why. */
    static String blind(SiteStanding site, PoolStanding pool, Instant now) {
        return Say.capital(site.system()) + blindSince(site, pool, now) + ": " + why(pool.run());
    }

    /** That it tells nothing of use, without its name in front. */
    static String blindSince(SiteStanding site, PoolStanding pool, Instant now) {
        var since = Say.time(site.blindSince() == null ? pool.since() : site.blindSince(), now);
        return pool.run().outcome() == Outcome.UNREADABLE
                ? " cannot be read since " + since
                : " says since " + since + " what cannot be right";
    }

    /** What the batch system, or the comparison with the books, said. */
    static String why(PoolRun run) {
        var begin = run.sentence().indexOf(NOTHING_DONE);
        return Say.sentence(
                begin < 0 ? said(run) : Say.capital(run.sentence().substring(begin + NOTHING_DONE.length())));
    }

    /** That no order gets in. */
    static String refusedSince(Refusal refusal, Instant now) {
        return "every submission of pilots is refused since " + Say.time(refusal.since(), now);
    }

    static String refused(Refusal refusal, Instant now) {
        return Say.capital(refusedSince(refusal, now)) + ": " + refusal.reason();
    }

    static String whatToDoWhenRefused(SiteStanding site, Refusal refusal) {
        if (refusal.why().contains("the secret of the site")) {
            return "Copy " + site.name()
                    + ".secret from the server that made it, or make a new one on this server: freshet site"
                    + " secret " + site.name() + ". The pool goes on by itself.";
        }
        return "Mend what it says; "
                + (site.batch().equals("HTCONDOR")
                        ? "the template of the submission is the usual"
                                + " cause, a full disk under the orders another. "
                        : "a full disk is a usual cause. ")
                + "Every calculation tries again, and the pool goes on by itself.";
    }

    static String whatToDoWhenBlind(SiteStanding site, PoolStanding pool) {
        if (pool.run().outcome() == Outcome.IMPLAUSIBLE) {
            return "Look whether another queue is asked, or the queue was lost. If these pilots are gone indeed, they count as"
                    + " lost soon and the pool goes on by itself.";
        }
        return site.batch().equals("HTCONDOR")
                ? "Try condor_q on the submit host. As soon as it answers, the pool goes on by itself."
                : "Look into the log of whoever calculates. As soon as the batch system answers, the pool goes on by itself.";
    }

    /** That nobody calculates any more. */
    static String forgotten(PoolStanding pool, Instant now) {
        return "Not calculated since " + Say.time(pool.at(), now) + ", so nothing is submitted.";
    }

    static String whatToDoWhenForgotten(PoolStanding pool) {
        return isServer(pool)
                ? "Look whether the server that submits pilots runs, and whether its setting freshet.pool.enabled is still"
                        + " true."
                : "Look whether it still runs: " + pool.by() + " calculated last. Its cron entry, its host, its token.";
    }

    /** Who calculates, and when again. */
    static String who(PoolStanding pool) {
        return isServer(pool)
                ? "The server calculates, and does so again within seconds."
                : Say.capital(pool.by()) + " calculated it; it is calculated again when that asks again.";
    }

    private static boolean isServer(PoolStanding pool) {
        return pool.by().startsWith("service ");
    }

    /** For example {@code 3 batch jobs are held in HTCondor: memory above 4 GB (code 34.0).} */
    static String held(SiteStanding site, Holds held) {
        return Say.count(held.count(), "batch job") + " of site " + site.name() + " "
                + Say.verb(held.count(), "is", "are") + " held"
                + (site.batch().equals("HTCONDOR") ? " in HTCondor: " : ": ") + Say.sentence(held.why());
    }

    static String advice(Holds held) {
        return Say.sentence(Say.capital(held.advice() == null ? "look at it in the batch system" : held.advice()));
    }

    static String resume(SiteStanding site) {
        return "freshet site resume " + site.name();
    }
}
