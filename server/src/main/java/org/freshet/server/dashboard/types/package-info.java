/** The pages about job types. */
@NullMarked
package org.freshet.server.dashboard.types;

import org.jspecify.annotations.NullMarked;
