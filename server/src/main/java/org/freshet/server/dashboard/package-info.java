/**
 * The pages: read models filled by SQL, and the templates that show them. Reads the tables of every feature and changes
 * none of them.
 */
@ApplicationModule(allowedDependencies = {"platform"})
@NullMarked
package org.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
