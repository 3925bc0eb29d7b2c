package org.freshet.server.dashboard.pools;

import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * The pool of a site, as the overview tells of it.
 *
 * @param chart its last day; null where another site's is drawn
 */
public record PoolPart(PoolRow site, @Nullable PoolChart chart) {

    public String href() {
        return Paths.POOL + "/" + site.name();
    }
}
