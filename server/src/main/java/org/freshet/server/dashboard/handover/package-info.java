/** The hand-over of a shift. */
@NullMarked
package org.freshet.server.dashboard.handover;

import org.jspecify.annotations.NullMarked;
