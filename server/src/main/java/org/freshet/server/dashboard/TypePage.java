package org.freshet.server.dashboard;

import java.util.List;
import org.freshet.protocol.Explanation;

/**
 * The page of one job type.
 *
 * @param runs attempts at its jobs, latest first
 * @param changes latest first
 */
record TypePage(Moment at, TypeRow type, Explanation why, List<RunRow> runs, Pager pager, List<TypeChange> changes) {}
