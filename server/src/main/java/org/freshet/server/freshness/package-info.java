/**
 * How fresh the results of each job type are, and which type is late: the one place that says what late means. The overview, the
 * pages about job types, the grid, the API and the alarms all ask here. Reads the tables of jobs and changes none of them.
 */
@ApplicationModule(allowedDependencies = "platform")
@NullMarked
package org.freshet.server.freshness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
