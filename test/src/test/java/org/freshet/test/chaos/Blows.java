package org.freshet.test.chaos;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freshet.test.support.CondorFarm;
import org.freshet.test.support.CondorFarm.Pilot;
import org.jspecify.annotations.Nullable;

/** What happens to pilots in the slots of a batch system, one thing a second, until it is stopped. */
final class Blows implements AutoCloseable {

    private final CondorFarm farm;
    private final String site;
    private final Random random;
    private final PrintStream out;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final TreeMap<String, Integer> dealt = new TreeMap<>();
    private volatile @Nullable RuntimeException failure;
    private final Thread thread = new Thread(this::deal, "blows");

    Blows(CondorFarm farm, String site, long seed, PrintStream out) {
        this.farm = farm;
        this.site = site;
        this.random = new Random(seed);
        this.out = out;
        thread.start();
    }

    private void deal() {
        try {
            while (!enough.await(500 + random.nextInt(1000), TimeUnit.MILLISECONDS)) {
                deal(random.nextInt(20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void deal(int die) throws InterruptedException {
        int target = random.nextInt(1000);
        try {
            if (die < 9) {
                kill(target);
            } else if (die < 13) {
                ask("condor_rm", target);
            } else if (die < 17) {
                ask("condor_hold", target);
            } else if (die < 19) {
                count("queue hangs");
                farm.pool().scheddStop();
                var _ = enough.await(1000 + target * 5L, TimeUnit.MILLISECONDS);
                farm.pool().scheddContinue();
            } else {
                count("queue killed");
                farm.pool().scheddKill();
            }
        } catch (AssertionError | SQLException e) {
            count("without effect"); // the job has just ended, or the queue is dead
        }
    }

    private void count(String what) {
        dealt.merge(what, 1, Integer::sum);
    }

    private void kill(int target) throws SQLException {
        var pilots = farm.pilots(site).stream()
                .filter(it -> !it.ended() && it.pid() > 0)
                .map(Pilot::pid)
                .toList();
        if (!pilots.isEmpty() && ProcessHandle.of(one(pilots, target)).isPresent()) {
            count("pilot killed");
            ProcessHandle.of(one(pilots, target)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void ask(String command, int target) {
        var jobs = farm.queue(site);
        if (!jobs.isEmpty()) {
            farm.pool().run(command, one(jobs, target));
            count(command);
        }
    }

    private static <T> T one(List<T> of, int target) {
        return of.get(target % of.size());
    }

    /** No more from now on; returns when the last one is over. */
    void stop() {
        enough.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw new IllegalStateException("No blow was dealt after these: " + dealt, failure);
        }
        farm.pool().awaitQueue();
        out.println("blows dealt: " + dealt);
    }

    @Override
    public void close() {
        enough.countDown();
    }
}
