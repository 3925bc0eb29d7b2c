/** The overview and the list of jobs as they were at an earlier moment. */
@NullMarked
package org.freshet.server.dashboard.past;

import org.jspecify.annotations.NullMarked;
