package org.freshet.server.dashboard;

import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.freshet.protocol.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * The page of one job.
 *
 * @param uuid the other form of its id
 * @param attempts latest first
 * @param log what the chosen attempt printed; null while there is no attempt
 * @param env the job's own variables
 * @param history oldest first
 * @param parents what it waits for in its workflow; more than {@link #KIN} if there are others
 * @param children what waits for it there; likewise
 * @param files that it reads and writes there
 * @param neighbours what has something in common with it
 * @param wish which lines of its log are shown
 */
record JobPage(
        Moment at,
        JobFacts job,
        UUID uuid,
        Explanation why,
        List<LifeStep> life,
        List<AttemptRow> attempts,
        @Nullable ShownLog log,
        SequencedMap<String, String> env,
        List<HistoryRow> history,
        List<Kin> parents,
        List<Kin> children,
        JobFiles files,
        Neighbours neighbours,
        LogWish wish) {

    /** Of each kind so many are shown. */
    static final int KIN = 30;

    /**
     * The log of one attempt.
     *
     * @param attempt the chosen one
     * @param streams stdout first; while more may come both, else those of which something was received
     * @param open whether more may come
     */
    record ShownLog(int attempt, List<LogExcerpt> streams, boolean open) {}

    /** Whether output of the latest attempt, or of the next one, may come while somebody looks at the page. */
    boolean mayGrow() {
        return switch (job.state()) {
            case DEFINED, DISPATCHED, RUNNING -> log == null || log.attempt() == job.attempt();
            case TEMPLATE, FINISHED, FAILED, CANCELLED, EXPIRED, SKIPPED -> false;
        };
    }

    public List<Kin> shownParents() {
        return shown(parents);
    }

    public boolean moreParents() {
        return parents.size() > KIN;
    }

    public List<Kin> shownChildren() {
        return shown(children);
    }

    public boolean moreChildren() {
        return children.size() > KIN;
    }

    private static List<Kin> shown(List<Kin> kin) {
        return kin.subList(0, Math.min(KIN, kin.size()));
    }

    /** The page of the host of its latest attempt; where it has none, its list. */
    public String hostPage() {
        var page = attempts.isEmpty() ? null : attempts.getFirst().hostPage();
        return page == null ? HostFacts.PATH : page;
    }

    public Moment defined() {
        return Moment.of(job.definedAt(), job.now());
    }
}
