/** The page of what people did. */
@NullMarked
package org.freshet.server.dashboard.audit;

import org.jspecify.annotations.NullMarked;
