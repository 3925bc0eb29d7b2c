/** Commands that show pilots. */
@NullMarked
package org.freshet.cli.pilot;

import org.jspecify.annotations.NullMarked;
