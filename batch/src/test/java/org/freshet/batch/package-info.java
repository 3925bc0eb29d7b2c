/** Real processes of this machine stand for pilots here. */
@NullMarked
package org.freshet.batch;

import org.jspecify.annotations.NullMarked;
