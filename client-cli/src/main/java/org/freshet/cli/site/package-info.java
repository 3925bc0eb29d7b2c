/** Commands about sites. */
@NullMarked
package org.freshet.cli.site;

import org.jspecify.annotations.NullMarked;
