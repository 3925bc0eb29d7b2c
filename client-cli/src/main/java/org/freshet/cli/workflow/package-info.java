/** The commands about workflows. */
@NullMarked
package org.freshet.cli.workflow;

import org.jspecify.annotations.NullMarked;
