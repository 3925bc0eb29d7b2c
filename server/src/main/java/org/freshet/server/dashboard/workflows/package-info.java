/** The pages about workflows and their DAGs. */
@NullMarked
package org.freshet.server.dashboard.workflows;

import org.jspecify.annotations.NullMarked;
