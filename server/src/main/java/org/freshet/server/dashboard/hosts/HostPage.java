package org.freshet.server.dashboard.hosts;

import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.server.dashboard.failures.BanQuestion;
import org.freshet.server.dashboard.job.RunRow;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;

/**
 * The page of one host.
 *
 * @param ban what a ban of it would do, or that it is banned
 * @param pilots those that are alive first; more than {@link HostPagesSql#PILOTS} if there are others
 * @param runs attempts at jobs there, latest first
 */
record HostPage(
        Moment at,
        HostFacts host,
        Explanation why,
        BanQuestion ban,
        List<HostPilot> pilots,
        List<RunRow> runs,
        Pager pager) {

    public List<HostPilot> shownPilots() {
        return pilots.subList(0, Math.min(HostPagesSql.PILOTS, pilots.size()));
    }

    public boolean morePilots() {
        return pilots.size() > HostPagesSql.PILOTS;
    }
}
