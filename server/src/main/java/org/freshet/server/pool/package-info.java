/**
 * How many pilots to order, from which batch system, and why.
 *
 * <p>The books (table {@code pilot}) are read before the batch system is looked at: whatever is in them was submitted
 * before the look began, so what is not seen then is gone. A pilot is written into the books before it is ordered, so no
 * answer that gets lost can make one that nobody counts.
 *
 * <p>A batch system that others use, too, is calculated by one at a time (a {@link org.freshet.server.pool.Turn}), by the
 * server that can ask it or with the hands of a submit host.
 */
@ApplicationModule(allowedDependencies = {"dispatch", "job", "pilot", "servicelog", "platform"})
@NullMarked
package org.freshet.server.pool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
