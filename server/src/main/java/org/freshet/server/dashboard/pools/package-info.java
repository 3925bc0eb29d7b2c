/** The pages about the pools of sites. */
@NullMarked
package org.freshet.server.dashboard.pools;

import org.jspecify.annotations.NullMarked;
