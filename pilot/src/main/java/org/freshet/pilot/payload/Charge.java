package org.freshet.pilot.payload;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a guardian has to know of the payload in its charge.
 *
 * @param due when it must end unless the pilot says otherwise before; absent = never
 * @param leader absent until it was started
 * @param strays processes that the marker does not lead to
 */
record Charge(
        String marker,
        Duration killGrace,
        @Nullable Hold due,
        @Nullable ProcessEntry leader,
        List<ProcessEntry> strays) {

    private static final String NONE = "-";
    private static final int MOST_STRAYS = 20;

    Charge {
        strays = List.copyOf(strays);
    }

    Charge withDue(@Nullable Hold later) {
        return new Charge(marker, killGrace, later, leader, strays);
    }

    Charge withLeader(@Nullable ProcessEntry started) {
        return new Charge(marker, killGrace, due, started, strays);
    }

    Charge withStrays(List<ProcessEntry> found) {
        return new Charge(marker, killGrace, due, leader, found);
    }

    /** As the guardian reads it; see the head of {@code guardian.sh}. Short enough to be written to a pipe at once. */
    String line() {
        return String.join(
                " ",
                String.valueOf(killGrace.toSeconds()),
                due == null ? NONE : String.valueOf(due.bootSeconds()),
                leader == null ? NONE : name(leader),
                strays.isEmpty()
                        ? NONE
                        : strays.stream().limit(MOST_STRAYS).map(Charge::name).collect(Collectors.joining(",")),
                marker);
    }

    private static String name(ProcessEntry process) {
        return process.pid() + ":" + process.startTicks();
    }
}
