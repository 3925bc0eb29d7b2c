package org.freshet.server.dashboard.audit;

import java.util.List;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.jspecify.annotations.Nullable;

/**
 * The list of what was changed, newest first.
 *
 * @param cut that the search ended before the list does, in words; null if it did not
 * @param csv address of the same as a file
 * @param empty what to say instead of rows; null if there are some
 */
record AuditPage(
        Moment at,
        Filter filter,
        List<AuditRow> rows,
        Pager pager,
        @Nullable String cut,
        String csv,
        @Nullable EmptyList empty) {

    /** What is done most, as suggestions; there are others. */
    private static final List<String> ACTIONS = List.of(
            "DEFINED",
            "TEMPLATE",
            "CANCELLED",
            "DRAINING",
            "KILLED",
            "PAUSED",
            "RUNNING",
            "WRITTEN",
            "DELETED",
            "PURGED",
            "DUMPED",
            "RESTORED",
            "REVOKED",
            "DISABLED");

    public List<String> actions() {
        return ACTIONS;
    }

    public List<AuditedThing> things() {
        return List.of(AuditedThing.values());
    }
}
