package org.freshet.server.dashboard.hosts;

import java.util.List;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.pilots.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * The list of hosts, by name.
 *
 * @param sentence how they do, in words
 * @param views the hosts of each kind of heartbeat, with how many there are
 * @param next where the list goes on; null if it does not
 * @param live address under which this same page is fetched again
 * @param sites names of sites, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record HostsPage(
        Moment at,
        Filter filter,
        String sentence,
        List<View> views,
        List<HostFacts> rows,
        @Nullable String next,
        String live,
        List<String> sites,
        @Nullable EmptyList empty) {

    /** A part of the list. */
    record View(String name, long count, String href, boolean current) {}

    public List<Heartbeat> heartbeats() {
        return List.of(Heartbeat.values());
    }
}
