package org.freshet.server.explain;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.Offer;
import org.freshet.server.dispatch.Criterion;
import org.freshet.server.job.Requirement;

/**
 * What a job asks for, held against the pilots that take jobs.
 *
 * @param takers all of them
 * @param ofSite those of the site that it asks for; all if it asks for none
 * @param fitting those of them that have everything
 * @param draining how many are alive and take no new job
 */
record Matching(
        Requirement asked, List<Candidate> takers, List<Candidate> ofSite, List<Candidate> fitting, long draining) {

    static Matching of(Requirement asked, List<Candidate> alive) {
        var takers = alive.stream().filter(Candidate::takesJobs).toList();
        var ofSite = takers.stream()
                .filter(it -> Criterion.SITE.holds(asked, it.site(), it.offer()))
                .toList();
        var fitting = ofSite.stream()
                .filter(it -> Criterion.allHold(asked, it.site(), it.offer()))
                .toList();
        return new Matching(asked, takers, ofSite, fitting, (long) alive.size() - takers.size());
    }

    /** Whether a pilot with this offer would fit. */
    boolean wouldFit(Past past) {
        return Criterion.allHold(asked, past.site(), past.offer());
    }

    /** How many pilots of the site miss each criterion; only criteria that some miss. */
    Map<Criterion, Long> missed() {
        var missed = new EnumMap<Criterion, Long>(Criterion.class);
        for (var criterion : Criterion.values()) {
            var count = ofSite.stream()
                    .filter(it -> !criterion.holds(asked, it.site(), it.offer()))
                    .count();
            if (count > 0) {
                missed.put(criterion, count);
            }
        }
        return missed;
    }

    List<Offer> offers() {
        return ofSite.stream().map(Candidate::offer).toList();
    }

    long idle() {
        return ofSite.stream().filter(Candidate::isIdle).count();
    }
}
