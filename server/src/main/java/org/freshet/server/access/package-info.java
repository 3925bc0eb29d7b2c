/** What a request may do: which endpoint asks for which role, what a token opens, and how much a caller may ask for. */
@ApplicationModule(allowedDependencies = {"account", "platform"})
@NullMarked
package org.freshet.server.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
