package org.freshet.server.retention;

import java.time.Instant;
import java.util.List;

/**
 * Which things are to go.
 *
 * @param states only those in one of these; empty = in any final state
 * @param before only those that ended, or were written, before this
 * @param by who wants it, as an actor
 */
record Due(List<String> states, Instant before, String by) {}
