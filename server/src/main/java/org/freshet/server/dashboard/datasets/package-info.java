/** The pages about datasets. */
@NullMarked
package org.freshet.server.dashboard.datasets;

import org.jspecify.annotations.NullMarked;
