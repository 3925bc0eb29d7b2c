/** Tests of the pages without a database: what the readers make of rows, and how the templates show it. */
@NullMarked
package org.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
