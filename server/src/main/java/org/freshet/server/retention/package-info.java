/**
 * Removes what is final and older than its retention, hourly or when a person asks. What is held, waits or runs is never
 * removed, however old it is. All removing goes in short transactions that pass over rows that others hold, so that it may
 * be interrupted, repeated, and done by several servers at once.
 */
@ApplicationModule(allowedDependencies = {"servicelog", "platform"})
@NullMarked
package org.freshet.server.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
