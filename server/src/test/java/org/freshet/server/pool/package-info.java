/** The pool without a database and mostly without a batch system. */
@NullMarked
package org.freshet.server.pool;

import org.jspecify.annotations.NullMarked;
