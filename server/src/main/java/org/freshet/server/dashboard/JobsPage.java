package org.freshet.server.dashboard;

import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.job.JobOrder;
import org.jspecify.annotations.Nullable;

/**
 * The list of jobs.
 *
 * @param count how many match of how many, in words
 * @param matching how many match; -1 if they were not counted to their end
 * @param cut that not all were looked through, in words; null if they were
 * @param columns that are shown beside the job and its state
 * @param types known job types, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record JobsPage(
        Moment at,
        Filter filter,
        String count,
        long matching,
        List<ListedJob> rows,
        Pager pager,
        @Nullable String cut,
        JobOrder order,
        List<JobColumn> columns,
        List<String> types,
        @Nullable EmptyList empty) {

    public List<JobState> states() {
        return List.of(JobState.values());
    }

    public List<FailureReason> reasons() {
        return List.of(FailureReason.values());
    }

    public List<JobColumn> allColumns() {
        return List.of(JobColumn.values());
    }

    public boolean shows(JobColumn column) {
        return columns.contains(column);
    }

    /** Whether somebody chose the columns. */
    public boolean chosen() {
        return !columns.equals(JobColumn.usual());
    }

    public String look(JobColumn column) {
        return column.look(chosen());
    }

    /** The list in the order that the heading of a column offers; null if it offers none. */
    @Nullable
    public String sortedBy(JobColumn column) {
        JobOrder offered = column.order();
        return offered == null ? null : inOrder(offered);
    }

    private String inOrder(JobOrder offered) {
        JobOrder next = offered == JobOrder.NEWEST && order == JobOrder.NEWEST ? JobOrder.OLDEST : offered;
        return filter.with("sort", next == JobOrder.NEWEST ? List.of() : List.of(JobListReader.word(next)))
                .href();
    }

    /** For {@code aria-sort}; null if the list is not in the order of this column. */
    @Nullable
    public String sorting(JobColumn column) {
        JobOrder offered = column.order();
        if (offered == null) {
            return null;
        }
        return switch (order) {
            case NEWEST -> offered == JobOrder.NEWEST ? "descending" : null;
            case OLDEST -> offered == JobOrder.NEWEST ? "ascending" : null;
            case RUN -> offered == JobOrder.RUN ? "descending" : null;
            case TYPE -> offered == JobOrder.TYPE ? "ascending" : null;
        };
    }

    public boolean isNewestFirst() {
        return order == JobOrder.NEWEST;
    }

    /** As it stands in addresses; null for the usual order. */
    @Nullable
    public String sortWord() {
        return isNewestFirst() ? null : JobListReader.word(order);
    }

    /** As they stand in addresses; null if nobody chose any. */
    @Nullable
    public String columnWords() {
        return filter.of("cols").isEmpty() ? null : filter.joined("cols");
    }

    /** This list, from its beginning. */
    public String here() {
        return filter.href();
    }

    /** Where the form goes that changes jobs: the address has the filters, in case that all that match are meant. */
    public String bulkAction() {
        return withSearch(JobListReader.PATH + "/bulk");
    }

    /** Where the form goes that keeps this list under a name. */
    public String saveAction() {
        return withSearch("/views");
    }

    private String withSearch(String path) {
        String search = filter.search();
        return search.isEmpty() ? path : path + "?" + search;
    }

    /** Whether jobs without a run are left out. */
    public boolean leavesOutThoseWithoutRun() {
        return order == JobOrder.RUN;
    }

    /** Where the usual columns are chosen again. */
    public String usualColumns() {
        return filter.with("cols", List.of(JobColumn.USUAL)).href();
    }

    /** The whole list as a file. */
    public String export(String ending) {
        return withSearch(JobListReader.PATH + "." + ending);
    }

    /** The same list, to be kept under a name. */
    public String search() {
        return filter.search();
    }
}
