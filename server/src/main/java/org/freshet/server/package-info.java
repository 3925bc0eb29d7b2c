/** The Spring Boot application. Each package below is a feature; the root only starts them. */
@NullMarked
package org.freshet.server;

import org.jspecify.annotations.NullMarked;
