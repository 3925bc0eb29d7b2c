/**
 * Sums of the history and of results, by five minutes, so that a page that looks at a day, or at a night three weeks ago,
 * need not count millions of rows. Whoever reads them adds what is behind {@code tally_end} from the rows themselves: the
 * sums are then exact, however far this has come.
 */
@ApplicationModule(allowedDependencies = {"freshness", "platform"})
@NullMarked
package org.freshet.server.tally;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
