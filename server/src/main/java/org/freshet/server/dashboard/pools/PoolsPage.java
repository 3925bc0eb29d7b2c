package org.freshet.server.dashboard.pools;

import java.util.List;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * The list of pools.
 *
 * @param empty what to say instead of rows; null if there are some
 */
record PoolsPage(Moment at, List<PoolRow> rows, @Nullable EmptyList empty) {}
