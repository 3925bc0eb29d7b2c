package org.freshet.protocol;

import java.util.List;

/**
 * Every number of a pool calculation; all but the first are numbers of pilots.
 *
 * @param waiting jobs that wait and suit the site
 * @param demand what these jobs want; in mode FIXED the cap
 * @param reserve idle pilots wanted beyond it
 * @param want {@code demand + reserve}, in mode FIXED the cap
 * @param usable pilots that can take one of the jobs now or soon
 * @param queued pilots that wait in the batch system or are about to start; an order of unknown outcome counts in full
 * @param have {@code usable + queued}
 * @param total every slot and pilot not proven gone; never to exceed {@code cap}
 * @param held slots that the batch system holds
 * @param submit how many were to be submitted
 * @param limit what made it fewer than {@code want - have}; {@code none} if nothing did
 * @param classes the demand, one entry for jobs that are alike; empty in mode FIXED
 */
public record PoolTerms(
        String mode,
        long waiting,
        int demand,
        int reserve,
        int want,
        int usable,
        int queued,
        int have,
        int total,
        int held,
        int cap,
        int ramp,
        int submit,
        String limit,
        List<PoolDemand> classes) {

    public PoolTerms {
        classes = List.copyOf(classes);
    }

    /**
     * Whether it was limited because of slots that the batch system holds: too many of them, or all pilots that are missing
     * are in their place. Some that are held at a site that wants many more stop nothing.
     */
    public boolean heldBack() {
        return limit.contains(" held: ") || (held > 0 && held >= want - have);
    }

    /** Whether it was limited because the latest pilots did not stay. */
    public boolean startsFail() {
        return limit.contains("starts in a row failed");
    }
}
