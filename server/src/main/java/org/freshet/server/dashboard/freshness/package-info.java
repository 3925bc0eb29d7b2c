/** How far the results of job types are behind their data. */
@NullMarked
package org.freshet.server.dashboard.freshness;

import org.jspecify.annotations.NullMarked;
