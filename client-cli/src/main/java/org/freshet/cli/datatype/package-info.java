/** Commands about the types of the data that pass between the vertices of workflows. */
@NullMarked
package org.freshet.cli.datatype;

import org.jspecify.annotations.NullMarked;
