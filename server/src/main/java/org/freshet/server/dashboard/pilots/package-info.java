/** The pages about pilots. */
@NullMarked
package org.freshet.server.dashboard.pilots;

import org.jspecify.annotations.NullMarked;
