/**
 * Runs the PostgreSQL that is shipped with the server: unpacks it, makes its data directory, starts or adopts it, stops it.
 * Knows nothing of Spring, so that tests of every module can use it.
 */
@NullMarked
package org.freshet.server.platform.postgres;

import org.jspecify.annotations.NullMarked;
