/** Lists of jobs that people keep under a name, for themselves or for all. */
@ApplicationModule(allowedDependencies = {"platform"})
@NullMarked
package org.freshet.server.view;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
