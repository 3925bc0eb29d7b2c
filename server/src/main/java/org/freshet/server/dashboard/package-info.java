/** The pages: read models filled by SQL, and the templates that show them. */
@ApplicationModule(allowedDependencies = {"account", "dispatch", "job", "pilot", "pool", "servicelog", "platform"})
@NullMarked
package org.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
