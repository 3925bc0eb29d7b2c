package org.freshet.server.explain;

import java.time.Instant;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.freshet.protocol.PoolTerms;
import org.freshet.server.explain.SiteStanding.Pause;
import org.jspecify.annotations.Nullable;

/** Says why the pool of a site ordered as many pilots as it did, and no more. */
final class PoolExplanation {

    /** What a calculation says that nothing held back. */
    private static final String NO_LIMIT = "none";

    private final SiteStanding site;
    private final @Nullable String doubt;
    private final Instant now;
    private final Telling telling;

    private PoolExplanation(SiteStanding site, @Nullable String doubt, Instant now) {
        this.site = site;
        this.doubt = doubt;
        this.now = now;
        this.telling = new Telling(now);
    }

    /** @param doubt why pilots on other machines may not reach the server; null = they do */
    static Explanation of(SiteStanding site, @Nullable String doubt, Instant now) {
        return new PoolExplanation(site, doubt, now).explain();
    }

    private Explanation explain() {
        var pool = site.pool();
        var pause = site.pause();
        if (pause != null && !site.isByHand()) {
            paused(pause, pool);
        } else if (pool == null || site.isByHand()) {
            never();
        } else {
            headline(pool);
            reading(pool);
            hindrances(pool);
        }
        held();
        if (doubt != null && site.batch().equals("HTCONDOR")) {
            telling.more(doubt);
        }
        return telling.done();
    }

    private void never() {
        if (site.isByHand()) {
            telling.calm("Pilots of this site are started by hand, so its pool is not calculated.")
                    .more("Whoever has the secret of the site may start them.");
            return;
        }
        telling.late("Never calculated: nobody has looked at the batch system of this site yet.");
        if (site.batch().equals("HTCONDOR")) {
            telling.next(
                    "Let cron on a submit host calculate it every minute, or the server itself: its setting"
                            + " freshet.htcondor.enabled.",
                    "freshet pool run " + site.name());
        } else {
            telling.next("Look whether the server starts pilots: its setting freshet.pool.enabled.", null);
        }
    }

    private void headline(PoolStanding pool) {
        var words = Say.sentence(PoolWords.said(pool.run()));
        var refusal = site.lastingRefusal(now);
        if (site.isForgotten(now)) {
            telling.late(PoolWords.forgotten(pool, now))
                    .more("Before: " + words)
                    .next(PoolWords.whatToDoWhenForgotten(pool), null)
                    .fact(Code.POOL_SILENT, site.name(), Say.secondsSince(pool.at(), now), null);
        } else if (site.isBlind()) {
            telling.late(PoolWords.blind(site, pool, now))
                    .more(PoolWords.HARMLESS + " Unknown is not zero.")
                    .next(PoolWords.whatToDoWhenBlind(site, pool), null)
                    .fact(Code.POOL_BLIND, site.name());
        } else if (refusal != null) {
            telling.broken(PoolWords.refused(refusal, now))
                    .more("The last calculation: " + words)
                    .next(PoolWords.whatToDoWhenRefused(site, refusal), null)
                    .fact(Code.POOL_REFUSED, site.name());
        } else {
            say(look(pool), words);
        }
        var terms = pool.run().terms();
        if (terms != null) {
            telling.more(bound(terms));
        }
    }

    private void say(Look look, String words) {
        switch (look) {
            case CALM -> telling.calm(words);
            case LATE -> telling.late(words);
            case BROKEN -> telling.broken(words);
        }
    }

    private Look look(PoolStanding pool) {
        return switch (pool.run().outcome()) {
            case SUBMITTED, ENOUGH, DRY_RUN -> Look.CALM;
            case LIMITED -> isUsual(pool.run().terms()) ? Look.CALM : Look.LATE;
            case PAUSED, UNREADABLE, IMPLAUSIBLE, UNKNOWN -> Look.LATE;
            case PAUSED_BY_POOL, REFUSED -> Look.BROKEN;
        };
    }

    /** Whether only what the site allows held it back. */
    private static boolean isUsual(@Nullable PoolTerms terms) {
        return terms != null
                && (terms.limit().startsWith("ramp ") || terms.limit().startsWith("cap "));
    }

    private static String bound(PoolTerms terms) {
        var limit = terms.limit();
        var held = terms.held() == 0 ? "" : ", " + Say.number(terms.held()) + " held";
        return (limit.equals(NO_LIMIT)
                        ? "Nothing held it back: "
                        : "What held it back: " + Say.sentence(limit) + " Rules: ")
                + "at most " + Say.number(terms.ramp()) + " in one calculation, a cap of " + Say.number(terms.cap())
                + ", of which " + Say.number(terms.total()) + " " + Say.verb(terms.total(), "is", "are")
                + " taken" + held + ".";
    }

    private void reading(PoolStanding pool) {
        telling.more(Say.capital(site.system()) + " was asked " + Say.between(pool.at(), now)
                + " ago, and it stands so since " + Say.time(pool.since(), now) + ". " + PoolWords.who(pool));
    }

    private void hindrances(PoolStanding pool) {
        var terms = pool.run().terms();
        if (site.lastingRefusal(now) != null) {
            return;
        }
        if (pool.run().outcome() == Outcome.REFUSED) {
            telling.next(
                    "Mend what it says; every calculation tries again. The template of the submission is the usual cause.",
                    null);
        } else if (pool.run().outcome() == Outcome.LIMITED && !isUsual(terms) && site.held() == null) {
            telling.next("Look at the pages of the latest pilots: how each ended.", null);
        }
    }

    private void paused(Pause pause, @Nullable PoolStanding pool) {
        var why = pause.reason() == null ? "." : ": " + Say.sentence(pause.reason());
        if (pause.byPool()) {
            telling.broken("Paused by the pool" + why)
                    .next(
                            "Look at the pages of its latest pilots: how each ended. Resume it when that is mended.",
                            PoolWords.resume(site));
        } else {
            telling.late("Paused" + why).next("Resume it when it may be used again.", PoolWords.resume(site));
        }
        telling.fact(Code.SITE_PAUSED, site.name()).more("No pilots are submitted; those that are there go on.");
        if (pool != null) {
            telling.more("The last calculation: " + Say.sentence(PoolWords.said(pool.run())));
            reading(pool);
        }
    }

    private void held() {
        var held = site.held();
        if (held != null) {
            telling.more(PoolWords.held(site, held))
                    .next(PoolWords.advice(held), null)
                    .fact(Code.SLOTS_HELD, site.name(), held.count(), null);
        }
    }
}
