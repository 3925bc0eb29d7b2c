/**
 * Commands about the pool. The server calculates; where only a submit host can ask the batch system, {@code pool run} is its
 * hands.
 */
@NullMarked
package org.freshet.cli.pool;

import org.jspecify.annotations.NullMarked;
