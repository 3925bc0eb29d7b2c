/** Tests of what is said about jobs and pilots. */
@NullMarked
package org.freshet.server.explain;

import org.jspecify.annotations.NullMarked;
