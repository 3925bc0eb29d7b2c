/** Commands that read the service log and write into it. */
@NullMarked
package org.freshet.cli.servicelog;

import org.jspecify.annotations.NullMarked;
