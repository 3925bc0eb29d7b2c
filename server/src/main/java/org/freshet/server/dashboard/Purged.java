package org.freshet.server.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * That a job was here and is no more.
 *
 * @param by who removed it, as an actor
 * @param end the last state that its history knows; null if that is not kept either
 * @param ended when it came into that
 */
record Purged(Moment at, String by, @Nullable String end, @Nullable Moment ended) {}
