/**
 * The pages: read models filled by SQL, and the templates that show them. Reads the tables of every feature and changes
 * none of them: what people ask for on a page, it hands to {@code job}, {@code bulk}, {@code view}, {@code dispatch},
 * {@code failure}, {@code pilot}, {@code workflow} and {@code alarm}, and tells the first when somebody looks at a log that grows.
 */
@ApplicationModule(
        allowedDependencies = {
            "alarm",
            "bulk",
            "dag",
            "dispatch",
            "explain",
            "failure",
            "freshness",
            "job",
            "pilot",
            "platform",
            "view",
            "workflow"
        })
@NullMarked
package org.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
