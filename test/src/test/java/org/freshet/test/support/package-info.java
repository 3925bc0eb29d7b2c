/** What tests of whole servers need: a database, a server in this process, pilots whose every word a test chooses. */
@NullMarked
package org.freshet.test.support;

import org.jspecify.annotations.NullMarked;
