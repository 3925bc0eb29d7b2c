/** Commands that show pilots and tell them to end. */
@NullMarked
package org.freshet.cli.pilot;

import org.jspecify.annotations.NullMarked;
