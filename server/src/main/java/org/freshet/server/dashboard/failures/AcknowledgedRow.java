package org.freshet.server.dashboard.failures;

import org.freshet.server.dashboard.page.Moment;

/**
 * What somebody said of a group of failures.
 *
 * @param id of the acknowledgement
 * @param what the group and how many jobs it had, in words
 * @param standing whether it still holds, in words
 * @param stands whether it can be taken back
 */
record AcknowledgedRow(String id, String what, String by, Moment at, String note, String standing, boolean stands) {}
