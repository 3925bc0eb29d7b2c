package org.freshet.server.dashboard.workflows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.Explanation;
import org.freshet.server.dashboard.action.Offer;
import org.freshet.server.dashboard.action.WorkflowAction;
import org.freshet.server.dashboard.datasets.DatasetRow;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;
import org.jspecify.annotations.Nullable;

/**
 * The page of one workflow.
 *
 * @param sum its parts and the total, as {@code 3 + 14 = 17}
 * @param critical the chain that decides how long it takes, in words; null if nothing has run
 * @param steps this part of them, each after its parents
 * @param all how many steps there are
 * @param part from 1
 * @param parts into how many the table is divided
 * @param drawn whether all steps fit into one drawing
 * @param datasets the first of them
 * @param allDatasets how many there are
 * @param history oldest first
 */
record WorkflowPage(
        Moment at,
        WorkflowFacts workflow,
        Explanation why,
        StateBar bar,
        String sum,
        @Nullable String critical,
        Timeline timeline,
        List<StepRow> steps,
        int all,
        int part,
        int parts,
        boolean drawn,
        List<DatasetRow> datasets,
        long allDatasets,
        List<HistoryRow> history) {

    /** More steps than this are looked at less often. */
    private static final int LARGE = 200;

    /** Where the time of the table begins. */
    public Moment begin() {
        return Moment.of(timeline.begin(), workflow.now());
    }

    /** How many boxes stand above each other in the drawing. */
    public int rows() {
        return DrawnRows.of(
                steps.stream().collect(Collectors.toMap(it -> Long.toString(it.key()), StepRow::parentKeys)));
    }

    public Moment end() {
        return Moment.of(timeline.end(), workflow.now());
    }

    /** The numbers of the parts, to choose from. */
    public List<Integer> choices() {
        return IntStream.rangeClosed(1, parts).boxed().toList();
    }

    public String live() {
        var path = Paths.WORKFLOWS + "/" + workflow.id();
        return part == 1 ? path : path + "?part=" + part;
    }

    /**
     * Milliseconds between two looks at it; null for those of every page. What has ended may only be rerun or deleted; what
     * is large costs server and browser much: with 10,000 steps 0.25 s and 700 kB a look.
     */
    public @Nullable Integer liveEvery() {
        if (workflow.endedAt() != null) {
            return 30_000;
        }
        return all > LARGE ? Integer.valueOf(10_000) : null;
    }

    /** Whether a job ended otherwise than FINISHED. */
    boolean hasDead() {
        return bar.parts().stream()
                .anyMatch(it -> List.of("failed", "cancelled", "expired", "skipped")
                        .contains(it.badge().look()));
    }

    /** What somebody may do to it. */
    Offer offer(Actor who) {
        var possible = Arrays.stream(WorkflowAction.values())
                .filter(it -> it.suits(workflow.state(), hasDead()))
                .toList();
        return new Offer(
                "workflow",
                Long.toString(workflow.id()),
                Paths.WORKFLOWS + "/" + workflow.id(),
                live(),
                Offer.isMissing(who, possible),
                who.mayChange(workflow.user()) ? possible : List.of(),
                0,
                workflow.stale());
    }
}
