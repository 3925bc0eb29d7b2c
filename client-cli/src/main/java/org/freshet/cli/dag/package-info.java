/** Commands about DAGs, the templates of workflows. */
@NullMarked
package org.freshet.cli.dag;

import org.jspecify.annotations.NullMarked;
