package org.freshet.server.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PoolDemand;
import org.freshet.server.dispatch.Criterion;
import org.freshet.server.job.Requirement;

/**
 * How many pilots the waiting jobs want of a site.
 *
 * @param classes one for jobs that are alike, those that ask for the most pilots first
 * @param asked what those of them ask that may run
 * @param typical seconds that a job takes, by type, where that is known
 */
record Demand(List<PoolDemand> classes, List<Requirement> asked, Map<String, Double> typical) {

    static final Demand NONE = new Demand(List.of(), List.of(), Map.of());

    /** In so many seconds a pilot is to work off what waits, if nothing is more urgent. */
    private static final double DRAIN_TARGET = 300;

    /** A job that ends within so many seconds frees its pilot soon. */
    private static final double SOON = 30;

    /**
     * The demand on a site.
     *
     * @param offers what its pilots offered lately; if none is known, they are taken to offer what the site states, and
     *     to suit every job in what it does not state
     */
    static Demand on(PoolSite site, List<Waiting> waiting, List<Offer> offers) {
        var suiting = waiting.stream()
                .filter(it -> suits(site, it.asked(), offers))
                .sorted(Comparator.comparing((Waiting it) -> it.asked().jobtype()))
                .toList();
        var places = new HashMap<String, Long>();
        var typical = new HashMap<String, Double>();
        var counted = new ArrayList<Counted>();
        for (var one : suiting) {
            counted.add(new Counted(count(one, places), one.asked()));
            if (one.typicalSeconds() != null) {
                typical.put(one.asked().jobtype(), one.typicalSeconds());
            }
        }
        counted.sort(
                Comparator.comparingInt((Counted it) -> it.demand().pilots()).reversed());
        return new Demand(
                counted.stream().map(Counted::demand).toList(),
                counted.stream()
                        .filter(it -> it.demand().runnable() > 0)
                        .map(Counted::asked)
                        .toList(),
                Map.copyOf(typical));
    }

    private record Counted(PoolDemand demand, Requirement asked) {}

    private static boolean suits(PoolSite site, Requirement asked, List<Offer> offers) {
        if (offers.isEmpty()) {
            return Arrays.stream(Criterion.values())
                    .filter(it -> it != Criterion.TAGS || !site.asks().tags().isEmpty())
                    .allMatch(it -> it.holds(asked, site.name(), stated(site)));
        }
        return offers.stream().anyMatch(it -> Criterion.allHold(asked, site.name(), it));
    }

    /** What a pilot of the site will offer; no limit where the site leaves it to the slot. */
    private static Offer stated(PoolSite site) {
        var asks = site.asks();
        return new Offer(
                orUnlimited(asks.cores()),
                orUnlimited(asks.memoryMb()),
                orUnlimited(asks.diskMb()),
                asks.tags(),
                site.lifetimeSeconds());
    }

    private static int orUnlimited(int stated) {
        return stated == 0 ? Integer.MAX_VALUE : stated;
    }

    /** Takes places of the type from those that are left. */
    private static PoolDemand count(Waiting one, Map<String, Long> places) {
        var type = one.asked().jobtype();
        var left = places.getOrDefault(type, Objects.requireNonNullElse(one.places(), Long.MAX_VALUE));
        var runnable = Math.min(one.jobs(), Math.max(0, left));
        places.put(type, left - runnable);
        var perPilot = jobsPerPilot(one);
        return new PoolDemand(type, one.jobs(), runnable, one.typicalSeconds(), perPilot, (int)
                Math.min(Integer.MAX_VALUE, Math.ceilDiv(runnable, perPilot)));
    }

    private static int jobsPerPilot(Waiting one) {
        var time = one.usefulSeconds() == null ? DRAIN_TARGET : Math.min(DRAIN_TARGET, one.usefulSeconds());
        var each = one.typicalSeconds() == null ? one.asked().timeLimitSeconds() : one.typicalSeconds();
        return (int) Math.max(1, Math.floor(time / Math.max(each, 0.05)));
    }

    long waiting() {
        return classes.stream().mapToLong(PoolDemand::waiting).sum();
    }

    int pilots() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                classes.stream().mapToLong(PoolDemand::pilots).sum());
    }

    /** Whether such a pilot can take one of the jobs; if none waits, every pilot can. */
    boolean canUse(String site, Offer offer) {
        return asked.isEmpty() || asked.stream().anyMatch(it -> Criterion.allHold(it, site, offer));
    }

    /** Whether a job of this type that has run so long may be expected to end soon. */
    boolean endsSoon(String jobtype, double seconds) {
        var usual = typical.get(jobtype);
        return usual != null && usual - seconds <= SOON;
    }
}
