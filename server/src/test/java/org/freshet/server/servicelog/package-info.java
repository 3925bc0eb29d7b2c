/** Tests of the service log. */
@NullMarked
package org.freshet.server.servicelog;

import org.jspecify.annotations.NullMarked;
