/** The description of the API: made from the code, and held against the running server. */
@NullMarked
package org.freshet.test.contract;

import org.jspecify.annotations.NullMarked;
