package org.freshet.server.dashboard.jobs;

import java.util.List;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * A change of many jobs: its preview, or how far it is and what came of it.
 *
 * @param title what is asked, or what was done
 * @param chosen the filter in words; null = the jobs were named one by one
 * @param list the list of what matches now; null with {@code chosen}
 * @param what will be done, in words
 * @param sum that adds up, in words
 * @param undo what can be taken back and what cannot, in words
 * @param button on which it is confirmed
 * @param progress what is done and what is refused, as parts of a bar
 * @param jobs those of this part of the list, highest id first
 * @param more the next part; null at the end
 * @param mine whether who looks asked for it
 * @param mayUndo whether who looks may take it back now
 * @param secondsLeft to take it back; null = it has not ended
 * @param stale whether jobs are refused only because their results are of no use any more
 */
record BulkPage(
        Moment at,
        BulkView bulk,
        String title,
        @Nullable String chosen,
        @Nullable String list,
        String what,
        String sum,
        String undo,
        String button,
        List<Bar> progress,
        List<Row> jobs,
        @Nullable String more,
        boolean mine,
        boolean mayUndo,
        @Nullable Long secondsLeft,
        boolean stale) {

    /**
     * A part of the bar.
     *
     * @param look names its colour
     * @param x where it begins, in percent with sign
     * @param width how wide it is, in percent with sign
     */
    record Bar(String look, String x, String width) {}

    /**
     * A job of it.
     *
     * @param was its state then; null = there was no such job
     * @param word what came of it and why; null while that is open
     */
    record Row(long id, @Nullable Badge was, @Nullable String word, boolean refused) {}

    public boolean isPreview() {
        return bulk.phase() == Phase.PREVIEW;
    }

    public boolean isRunning() {
        return bulk.phase() == Phase.RUNNING;
    }

    /** Whether there is anything to confirm, and who looks may. */
    public boolean canConfirm() {
        return isPreview() && mine && bulk.open() > 0;
    }

    /** Whether what was retried can be cancelled instead of taken back. */
    public boolean offersCancel() {
        return !isPreview()
                && bulk.action() == BulkAction.RETRY
                && bulk.undoOf() == null
                && bulk.undoneBy() == null
                && bulk.done() > 0;
    }

    /** A button that does harm looks so. */
    public String look() {
        return bulk.action() == BulkAction.CANCEL ? "btn harm" : "btn main";
    }

    /** The list that the jobs were chosen from. */
    public String backTo() {
        return list == null ? Paths.JOBS : list;
    }

    public String path() {
        return Paths.BULKS + "/" + bulk.id();
    }
}
