/** What a job is, how it is submitted and how a person may change it; job types. */
@ApplicationModule(allowedDependencies = {"account", "servicelog", "platform"})
@NullMarked
package org.freshet.server.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
