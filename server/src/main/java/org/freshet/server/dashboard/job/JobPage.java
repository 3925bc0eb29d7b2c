package org.freshet.server.dashboard.job;

import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.Explanation;
import org.freshet.server.dashboard.action.JobAction;
import org.freshet.server.dashboard.action.Offer;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.Kin;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * The page of one job.
 *
 * @param uuid the other form of its id
 * @param attempts latest first
 * @param log what the chosen attempt printed; null while there is no attempt
 * @param env the job's own variables
 * @param history oldest first
 * @param parents what it waits for in its workflow; more than {@link Kin#SHOWN} if there are others
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
        return parents.size() > Kin.SHOWN;
    }

    public List<Kin> shownChildren() {
        return shown(children);
    }

    public boolean moreChildren() {
        return children.size() > Kin.SHOWN;
    }

    private static List<Kin> shown(List<Kin> kin) {
        return kin.subList(0, Math.min(Kin.SHOWN, kin.size()));
    }

    /** The page of the host of its latest attempt; where it has none, its list. */
    public String hostPage() {
        var page = attempts.isEmpty() ? null : attempts.getFirst().hostPage();
        return page == null ? Paths.HOSTS : page;
    }

    public Moment defined() {
        return Moment.of(job.definedAt(), job.now());
    }

    /**
     * What somebody may do to it.
     *
     * @param attempt whose log was asked for; null for the latest
     */
    Offer offer(Actor who, @Nullable String attempt) {
        var possible = Arrays.stream(JobAction.values())
                .filter(it -> it.suits(job.state()))
                .toList();
        var stale = job.usefulUntilAt() != null && !job.usefulUntilAt().isAfter(job.now());
        var path = "/jobs/" + job.id();
        var query = Stream.of(attempt == null ? "" : "attempt=" + attempt, wish.query())
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining("&"));
        return new Offer(
                "job",
                Long.toString(job.id()),
                path,
                query.isEmpty() ? path : path + "?" + query,
                Offer.isMissing(who, possible),
                who.mayChange(job.user()) ? possible : List.of(),
                job.priority(),
                stale);
    }
}
