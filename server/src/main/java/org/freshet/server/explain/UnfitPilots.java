package org.freshet.server.explain;

import java.util.Map;
import org.freshet.protocol.Fact.Code;
import org.freshet.server.dispatch.Criterion;

/** Says what the pilots that are alive lack for a job. */
final class UnfitPilots {

    private final JobCase job;
    private final Matching matching;
    private final Telling telling;

    UnfitPilots(JobCase job, Matching matching, Telling telling) {
        this.job = job;
        this.matching = matching;
        this.telling = telling;
    }

    void tell() {
        telling.fact(Code.NO_PILOT_FITS, matching.takers().size());
        if (matching.ofSite().isEmpty()) {
            nobodyOfSite();
            return;
        }
        var shortfall = new Shortfall(job.asked(), matching.offers());
        var missed = matching.missed();
        missed.forEach((criterion, count) -> telling.fact(shortfall.fact(criterion, count)));
        var all = matching.ofSite().size();
        telling.late(job.waits("of " + Say.count(all, "pilot") + ofSite() + " alive (" + Say.number(matching.idle())
                + " idle) " + whyNone(shortfall, missed, all) + "."));
    }

    private void nobodyOfSite() {
        var others = matching.takers().size();
        telling.late(job.waits("no pilot of site " + job.asked().site() + " is alive."))
                .more(Say.count(others, "pilot") + " of other sites " + Say.verb(others, "is", "are") + " alive.")
                .fact(Code.MISSED, Criterion.SITE.name(), others, null);
    }

    /** What nobody has; if there is no such thing, what some lack and what others lack. */
    private static String whyNone(Shortfall shortfall, Map<Criterion, Long> missed, long pilots) {
        var byAll = missed.entrySet().stream()
                .filter(it -> it.getValue() == pilots)
                .map(it -> "none " + shortfall.ofAll(it.getKey()))
                .toList();
        if (!byAll.isEmpty()) {
            return Say.list(byAll);
        }
        return "none has everything: "
                + Say.list(missed.entrySet().stream()
                        .map(it -> Say.number(it.getValue()) + " " + shortfall.ofSome(it.getKey(), it.getValue()))
                        .toList());
    }

    private String ofSite() {
        return job.asked().site() == null ? "" : " of site " + job.asked().site();
    }
}
