/** Commands about job types. */
@NullMarked
package org.freshet.cli.jobtype;

import org.jspecify.annotations.NullMarked;
