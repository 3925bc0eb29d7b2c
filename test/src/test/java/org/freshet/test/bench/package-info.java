/** Benchmarks: they print and write numbers and assert nothing. */
@NullMarked
package org.freshet.test.bench;

import org.jspecify.annotations.NullMarked;
