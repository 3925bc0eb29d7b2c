/**
 * Dumps the whole database into one file and restores it into an empty one, whatever PostgreSQL is behind either.
 *
 * <p>A dump is a zip archive: {@code manifest.json}, one {@code tables/NAME.csv} per table with the names of its columns in
 * the first line, and {@code end.json}, without which it is not whole. A restore loads it into a schema of its own, which has
 * the version of the dump, and migrates that; only then it takes the place of what was there, in one transaction.
 */
@ApplicationModule(allowedDependencies = {"servicelog", "platform"})
@NullMarked
package org.freshet.server.dump;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
