/** Who changed what, when, from where and why: reads the history of all features, newest first. */
@ApplicationModule(allowedDependencies = {"platform"})
@NullMarked
package org.freshet.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
