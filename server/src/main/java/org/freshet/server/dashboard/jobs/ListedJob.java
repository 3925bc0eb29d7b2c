package org.freshet.server.dashboard.jobs;

import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;

/**
 * A job as a row of the list of all, with what only some want to see.
 *
 * @param user whose it is
 * @param workflow whose vertex it is; null = none
 */
record ListedJob(JobRow row, String user, @Nullable Long workflow) {

    ListedJob saying(Words words) {
        return new ListedJob(LastWord.of(row, words), user, workflow);
    }
}
