/** The append-only record of what the services decided and why. */
@ApplicationModule(allowedDependencies = {"platform"})
@NullMarked
package org.freshet.server.servicelog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
