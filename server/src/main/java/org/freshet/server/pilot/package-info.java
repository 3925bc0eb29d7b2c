/** Who offers slots and who is still alive; sites. */
@ApplicationModule(allowedDependencies = {"servicelog", "platform"})
@NullMarked
package org.freshet.server.pilot;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
