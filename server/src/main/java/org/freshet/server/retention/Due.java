package org.freshet.server.retention;

import java.time.Instant;
import java.util.List;

/**
 * Which things are to go.
 *
 * @param states only those in one of these; empty = in any final state
 * @param before only those that ended, or were written, before this
 */
record Due(List<String> states, Instant before) {}
