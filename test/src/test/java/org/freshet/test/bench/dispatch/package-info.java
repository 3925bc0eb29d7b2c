/**
 * Measures how jobs are handed out and taken back: over HTTP with simulated pilots in a process of their own, without HTTP, and
 * beside other queues on the same PostgreSQL. What each number means stands in {@code docs/performance.md}.
 */
@NullMarked
package org.freshet.test.bench.dispatch;

import org.jspecify.annotations.NullMarked;
