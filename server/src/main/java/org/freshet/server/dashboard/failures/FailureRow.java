package org.freshet.server.dashboard.failures;

import java.util.List;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A group of failures, as the page lists it.
 *
 * @param id of the group
 * @param why {@code EXIT_CODE 65}
 * @param where the host; null if there are several, or none is known
 * @param places how many hosts there are, in words
 * @param lastWord the last line that the example printed, or what its pilot said; null if neither is known
 * @param nextStep what to do about it
 * @param first when the first of them failed
 * @param last when the last of them failed
 * @param spark how many failed when, as the path of a line 100 wide and 30 high
 * @param examples the ids of the latest jobs
 * @param more how many further ones there are
 * @param list the address of the list of all
 * @param known what somebody said of it; null if nobody has since the last failure
 * @param form what the form sends back; null if there is nothing to acknowledge
 */
record FailureRow(
        String id,
        String jobtype,
        String why,
        @Nullable String where,
        String places,
        long jobs,
        @Nullable String lastWord,
        String nextStep,
        Moment first,
        Moment last,
        String spark,
        List<String> examples,
        long more,
        String list,
        @Nullable Known known,
        @Nullable Form form) {

    /**
     * What somebody said of a group.
     *
     * @param id of the acknowledgement
     */
    record Known(String id, String by, Moment at, String note) {}

    /**
     * Of what an acknowledgement would speak.
     *
     * @param exitCode empty if it has none
     * @param signal empty if it has none
     * @param host empty if it is not known
     * @param every {@code true} if it speaks of all hosts
     * @param until when the newest failure that is shown happened, exactly
     */
    record Form(
            String reason, String exitCode, String signal, String jobtype, String host, String every, String until) {}
}
