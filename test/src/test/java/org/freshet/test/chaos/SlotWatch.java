package org.freshet.test.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.freshet.test.support.HTCondorPool;

/** Asks HTCondor itself, over and over, how many jobs of a site are in its queue: waiting, running, held, or being removed. */
final class SlotWatch implements AutoCloseable {

    private static final int EVERY_MILLIS = 300;

    private final HTCondorPool pool;
    private final String site;
    private final int cap;
    private final List<String> excesses = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile int looks;
    private volatile int most;
    private volatile int unanswered;

    SlotWatch(HTCondorPool pool, String site, int cap) {
        this.pool = pool;
        this.site = site;
        this.cap = cap;
        clock.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        var constraint = "FreshetSite =?= \"" + site + "\" && JobStatus =!= 4";
        try {
            var jobs = pool.run("condor_q", "-allusers", "-constraint", constraint, "-af:j", "JobStatus")
                    .lines()
                    .toList();
            looks++;
            most = Math.max(most, jobs.size());
            if (jobs.size() > cap) {
                excesses.add("more than " + cap + " jobs of HTCondor at once: " + jobs);
            }
        } catch (AssertionError e) {
            unanswered++; // the queue hangs or is dead
        }
    }

    /** Each time at which there were too many. */
    List<String> excesses() {
        return List.copyOf(excesses);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    @Override
    public String toString() {
        return "HTCondor's queue was looked at " + looks + " times, " + unanswered + " more were not answered; at most "
                + most + " jobs of ours, the cap is " + cap;
    }
}
