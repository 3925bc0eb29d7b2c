/** Commands that dump and restore the database of a server. */
@NullMarked
package org.freshet.cli.database;

import org.jspecify.annotations.NullMarked;
