/** Commands that submit, watch and change jobs. */
@NullMarked
package org.freshet.cli.job;

import org.jspecify.annotations.NullMarked;
