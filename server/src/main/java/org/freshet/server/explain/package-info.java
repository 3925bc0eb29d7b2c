/**
 * Says why a job or a pilot is as it is: one explanation, with the same sentences for pages, command and API. Reads the
 * tables of every feature and changes none of them. What fits is decided by the criteria of {@code dispatch}, the same by
 * which jobs are given out; how the pool stands is what it wrote into the service log.
 *
 * <p>An explanation may be asked for each second while a page is open. So each statement reads a bounded number of rows,
 * however many jobs wait; counts end at 1,000.
 */
@ApplicationModule(allowedDependencies = {"dispatch", "job", "pilot", "platform"})
@NullMarked
package org.freshet.server.explain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
