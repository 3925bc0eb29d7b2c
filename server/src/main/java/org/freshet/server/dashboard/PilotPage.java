package org.freshet.server.dashboard;

import java.util.List;
import org.freshet.protocol.Explanation;

/**
 * The page of one pilot.
 *
 * @param jobs the latest that it ran, latest first
 * @param history oldest first
 */
record PilotPage(Moment at, PilotRow pilot, Explanation why, List<JobRow> jobs, List<HistoryRow> history) {}
