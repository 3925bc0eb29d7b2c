/** The page of alarms, and what every page says of them. */
@NullMarked
package org.freshet.server.dashboard.alarms;

import org.jspecify.annotations.NullMarked;
