/**
 * The command {@code freshet}: the tree of commands, their help, and how a failure becomes a sentence and an exit code.
 * The commands themselves live in the packages below, one per kind of thing.
 */
@NullMarked
package org.freshet.cli;

import org.jspecify.annotations.NullMarked;
