/** Templates of workflows, with all their versions, and the types of the data that pass between their vertices. */
@ApplicationModule(allowedDependencies = {"platform"})
@NullMarked
package org.freshet.server.dag;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
