/**
 * What failed and is not mended: jobs that failed in the same way, what people say of them, and hosts that fail most of
 * their jobs. Reads the tables of jobs and pilots and changes none of them: bans are the dispatcher's.
 *
 * <p>A job is unresolved while it is FAILED and no job of its type, run and subrun has FINISHED since. One that is tried
 * again is not FAILED; if it fails again, it is unresolved again.
 */
@ApplicationModule(allowedDependencies = {"dispatch", "platform"})
@NullMarked
package org.freshet.server.failure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
