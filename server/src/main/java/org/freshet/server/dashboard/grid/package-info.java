/** The page of runs by job types. */
@NullMarked
package org.freshet.server.dashboard.grid;

import org.jspecify.annotations.NullMarked;
