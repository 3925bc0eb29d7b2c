/** Set-up without domain: database, clock, problems, time formats. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.freshet.server.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
