package org.freshet.server.dashboard.overview;

import java.util.ArrayList;
import java.util.List;
import org.freshet.server.dashboard.jobs.JobListSql;
import org.freshet.server.dashboard.jobs.JobRow;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dashboard.pools.PoolChart;
import org.freshet.server.dashboard.pools.PoolDay;
import org.freshet.server.dashboard.pools.PoolPagesSql;
import org.freshet.server.dashboard.pools.PoolPart;
import org.freshet.server.dashboard.pools.PoolRow;
import org.springframework.stereotype.Component;

/** Makes what the overview lists: what changed, what failed last, and the pools. */
@Component
class OverviewLists {

    private static final int FAILED = 8;
    private static final int POOLS = 4;

    private final FeedReader feed;
    private final JobListSql jobs;
    private final PoolPagesSql pools;
    private final Words words;

    OverviewLists(FeedReader feed, JobListSql jobs, PoolPagesSql pools, Words words) {
        this.feed = feed;
        this.jobs = jobs;
        this.pools = pools;
        this.words = words;
    }

    /**
     * What is listed.
     *
     * @param feed what changed, newest first
     * @param failed the jobs that failed last, newest first
     * @param pools of the first sites by name
     */
    record Listed(List<FeedRow> feed, List<JobRow> failed, List<PoolPart> pools) {}

    Listed read() {
        return new Listed(feed.read(), jobs.latestFailed(FAILED), pools());
    }

    /** The day of the first one that is calculated is drawn. */
    private List<PoolPart> pools() {
        List<PoolPart> parts = new ArrayList<>();
        var drawn = false;
        for (var site : pools.sites()) {
            var draws = !drawn && site.standing() != null && parts.size() < POOLS;
            parts.add(new PoolPart(site, draws ? chart(site) : null));
            drawn |= draws;
        }
        return parts.subList(0, Math.min(POOLS, parts.size()));
    }

    private PoolChart chart(PoolRow site) {
        var now = site.now();
        var points = pools.points(site.name(), PoolDay.begin(now).minus(PoolDay.HOLDS));
        return PoolChart.of(now, PoolDay.quarters(now, points), site.cap(), words);
    }
}
