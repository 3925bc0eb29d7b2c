/** Commands about hosts. */
@NullMarked
package org.freshet.cli.host;

import org.jspecify.annotations.NullMarked;
