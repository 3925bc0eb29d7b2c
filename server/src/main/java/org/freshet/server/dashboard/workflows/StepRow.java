package org.freshet.server.dashboard.workflows;

import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A step as one row of a table, and what the drawing of the same step says.
 *
 * @param key names the row for as long as the page is open
 * @param href the page of its job, or the list of its jobs
 * @param count of its jobs
 * @param failure why it failed, in its shortest form
 * @param remark what else there is to know
 * @param parents their names
 * @param parentKeys their keys, with blanks between
 * @param tries attempts of all its jobs
 * @param ran how long it took or what it is waiting, in words
 * @param critical whether nothing would be over sooner if it had taken less
 * @param shape {@code one}, {@code many} or {@code noop}
 * @param note the shortest of all: fits into a box of the drawing
 */
record StepRow(
        long key,
        String href,
        String name,
        int count,
        Badge badge,
        @Nullable String failure,
        String remark,
        String parents,
        String parentKeys,
        int tries,
        @Nullable Moment began,
        @Nullable Moment ended,
        @Nullable String waited,
        String ran,
        @Nullable String host,
        boolean critical,
        Timeline.Lane lane,
        String shape,
        String note) {}
