/** The first page: how things are, what ended, what changed, and the counts. */
@NullMarked
package org.freshet.server.dashboard.overview;

import org.jspecify.annotations.NullMarked;
