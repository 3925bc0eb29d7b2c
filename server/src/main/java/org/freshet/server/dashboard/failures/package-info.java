/** The page of failures, and how many are unresolved. */
@NullMarked
package org.freshet.server.dashboard.failures;

import org.jspecify.annotations.NullMarked;
