/** Batch systems that pilots are submitted to: one interface, local processes behind it. */
@NullMarked
package org.freshet.batch;

import org.jspecify.annotations.NullMarked;
