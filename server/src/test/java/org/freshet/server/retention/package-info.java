/** Tests of what is removed when its time is over. */
@NullMarked
package org.freshet.server.retention;

import org.jspecify.annotations.NullMarked;
