/** Freshet as its users meet it: the commands of the project's root, real processes, and the pages in a real browser. */
@NullMarked
package org.freshet.test.e2e;

import org.jspecify.annotations.NullMarked;
