/** The commands about datasets. */
@NullMarked
package org.freshet.cli.dataset;

import org.jspecify.annotations.NullMarked;
