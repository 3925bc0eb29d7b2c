package org.freshet.server.dashboard.pools;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Pilots that the batch system holds for the same reason.
 *
 * @param code HTCondor's code and subcode, for example {@code 34.0}; null = the batch system has none
 * @param reason the batch system's own words
 * @param advice what a person can do about it
 * @param since when the first of them was seen held
 * @param pilots their ids
 */
record HeldRow(
        long count,
        @Nullable String code,
        String reason,
        @Nullable String advice,
        Moment since,
        List<Long> pilots) {

    public String href() {
        return Paths.PILOTS + "?id="
                + pilots.stream()
                        .limit(LedgerRow.MOST_IN_A_LINK)
                        .map(String::valueOf)
                        .collect(Collectors.joining(","));
    }
}
