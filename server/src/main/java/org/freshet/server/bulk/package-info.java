/**
 * What is done to many jobs at once. First a preview: exactly which jobs, what will be done to how many of them, and to
 * which it cannot be done and why. These ids are written down; what matches later is not touched. Confirmed, they are worked
 * off in parts by a sweep on whichever server comes first, so that a restart loses nothing, and each job ends with an
 * outcome. For a short while the whole can be taken back where that is possible.
 */
@ApplicationModule(allowedDependencies = {"job", "servicelog", "platform"})
@NullMarked
package org.freshet.server.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
