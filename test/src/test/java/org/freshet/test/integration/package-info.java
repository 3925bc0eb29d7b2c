/** Tests of a server in this process with the real PostgreSQL, and of pilots whose every word is scripted. */
@NullMarked
package org.freshet.test.integration;

import org.jspecify.annotations.NullMarked;
