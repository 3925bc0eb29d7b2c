/**
 * One call of {@code freshet}: where its server is, which token it may be shown, how it is asked, and what its errors
 * mean for a script.
 */
@NullMarked
package org.freshet.cli.session;

import org.jspecify.annotations.NullMarked;
