package org.freshet.server.pool;

import org.freshet.protocol.PoolTerms;

/** How many pilots to submit to a site now, with every term that led there. */
final class Calculation {

    private Calculation() {}

    /** @param starts how many starts may be tried at all */
    static PoolTerms of(PoolSite site, Census census, Demand demand, StartLimit starts, PoolRules rules) {
        var want =
                site.demand() ? (int) Math.min(Integer.MAX_VALUE, (long) demand.pilots() + site.reserve()) : site.cap();
        var count = Headcount.of(site, census, demand, rules);
        var total = census.total();
        var room = Math.max(0, site.cap() - total);
        var wish = Math.max(0, want - count.have());
        var stopped = census.held() >= rules.mostHeld() ? new StartLimit(0, tooManyHeld(census.held())) : starts;
        var submit = Math.min(Math.min(wish, room), Math.min(site.ramp(), stopped.most()));
        return new PoolTerms(
                site.mode(),
                demand.waiting(),
                site.demand() ? demand.pilots() : site.cap(),
                site.demand() ? site.reserve() : 0,
                want,
                count.usable(),
                count.queued(),
                count.have(),
                total,
                census.held(),
                site.cap(),
                site.ramp(),
                submit,
                limit(site, total, stopped, wish, submit),
                demand.classes());
    }

    private static String tooManyHeld(int held) {
        return held + " held: find out why and remove or release them first";
    }

    private static String limit(PoolSite site, int total, StartLimit starts, int wish, int submit) {
        if (submit == wish) {
            return "none";
        }
        if (submit == starts.most()) {
            return starts.why();
        }
        return submit == site.ramp() ? "ramp " + site.ramp() : "cap " + site.cap() + ", " + total + " not proven gone";
    }

    static int missing(PoolTerms terms) {
        return Math.max(0, terms.want() - terms.have());
    }

    /** For example {@code local: want 2, have 0, short 2: submit 2, limit: none.} */
    static String sentence(PoolSite site, PoolTerms terms) {
        var sentence = site.demand()
                ? "%s: want %d (%s + %d reserve), have %d (%d usable + %d queued), short %d: submit %d, limit: %s."
                        .formatted(
                                site.name(),
                                terms.want(),
                                demand(terms),
                                terms.reserve(),
                                terms.have(),
                                terms.usable(),
                                terms.queued(),
                                missing(terms),
                                terms.submit(),
                                terms.limit())
                : "%s: want %d, have %d, short %d: submit %d, limit: %s."
                        .formatted(
                                site.name(), terms.want(), terms.have(), missing(terms), terms.submit(), terms.limit());
        return terms.held() == 0 ? sentence : sentence + " " + terms.held() + " held.";
    }

    private static String demand(PoolTerms terms) {
        return terms.demand() == terms.waiting()
                ? terms.waiting() + " waiting"
                : terms.demand() + " for " + terms.waiting() + " waiting";
    }
}
