/**
 * Turns workflow templates written in GraphML into checked DAGs: a {@link org.freshet.workflows.Dag} exists only when
 * its text could be read without a problem, and otherwise {@link org.freshet.workflows.InvalidDag} lists every problem
 * with its line.
 */
@NullMarked
package org.freshet.workflows;

import org.jspecify.annotations.NullMarked;
