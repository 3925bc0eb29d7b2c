/** How many pilots to order, from which batch system, and why. */
@ApplicationModule(allowedDependencies = {"job", "pilot", "servicelog", "platform"})
@NullMarked
package org.freshet.server.pool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
