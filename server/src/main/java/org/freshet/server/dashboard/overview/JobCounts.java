package org.freshet.server.dashboard.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.DashboardSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Jobs by state. Few are counted each time. Millions are counted now and then, beside the pages, and what the history
 * tells of the time since is added: that is exact, too, except that jobs which were purged meanwhile still count.
 */
@Component
public class JobCounts {

    private static final Logger log = LoggerFactory.getLogger(JobCounts.class);

    /** The next counting begins this many times as long as one takes after it: it costs 2 % of a core. */
    private static final int REST = 50;

    /** No transaction lasts longer. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

    /** A change may be written a moment before its transaction is seen to have begun. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final JobCountSql sql;
    private final Duration quick;
    private final TransactionTemplate snapshot;
    private final AtomicReference<@Nullable Counted> latest = new AtomicReference<>();
    private final AtomicBoolean counting = new AtomicBoolean();
    private final ReentrantLock first = new ReentrantLock();

    JobCounts(JobCountSql sql, DashboardSettings settings, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.quick = settings.quickCount();
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * All jobs, as one transaction saw them.
     *
     * @param firstUnseen no change that it did not see is older
     * @param took how long that was counted, in nanoseconds
     * @param done when it was done, by {@link System#nanoTime()}
     */
    private record Counted(
            JobCountSql.View view, Instant firstUnseen, SequencedMap<JobState, Long> states, long took, long done) {

        boolean isQuicker(Duration limit) {
            return took < limit.toNanos();
        }

        boolean isOld() {
            return System.nanoTime() - done > REST * took;
        }
    }

    /** Every state in the order of a job's life; within a transaction of a single snapshot. */
    public SequencedMap<JobState, Long> states() {
        var known = latest.get();
        if (known == null) {
            return first();
        }
        return known.isQuicker(quick) ? count(null).states() : brought(known);
    }

    /** What was counted, up to the present of this transaction. */
    private SequencedMap<JobState, Long> brought(Counted known) {
        if (known.isOld() && counting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("job-counts").start(this::countBeside);
        }
        var changed = sql.since(known.firstUnseen(), known.view().snapshot());
        var states = JobCountSql.none();
        states.replaceAll(
                (state, none) -> Math.max(0, known.states().getOrDefault(state, 0L) + changed.getOrDefault(state, 0L)));
        return states;
    }

    /** Whoever comes while they are counted for the first time waits for that, instead of counting as well. */
    private SequencedMap<JobState, Long> first() {
        first.lock();
        try {
            var known = latest.get();
            return known == null ? count(null).states() : brought(known);
        } finally {
            first.unlock();
        }
    }

    /** @param oldestWriter null if nobody asked before the snapshot of this transaction which ones were writing */
    private Counted count(@Nullable Instant oldestWriter) {
        sql.letStatementsTakeLong();
        var begun = System.nanoTime();
        var view = sql.view();
        var states = sql.states();
        var done = System.nanoTime();
        var counted = new Counted(view, firstUnseen(view, oldestWriter), states, done - begun, done);
        latest.set(counted);
        return counted;
    }

    /** What writes for longer changes no jobs. */
    private static Instant firstUnseen(JobCountSql.View view, @Nullable Instant oldestWriter) {
        var earliest = view.at().minus(LONGEST_TRANSACTION);
        return oldestWriter == null || oldestWriter.isBefore(earliest) ? earliest : oldestWriter.minus(MOMENT);
    }

    private void countBeside() {
        try {
            var oldestWriter = sql.oldestWriter();
            snapshot.executeWithoutResult(status -> {
                sql.leaveProcessorsToOthers();
                count(oldestWriter);
            });
        } catch (RuntimeException e) {
            log.warn("The jobs could not be counted anew; the pages go on from the last count: {}", e.toString());
        } finally {
            counting.set(false);
        }
    }
}
