/** How people log in to the pages and stay logged in: by a token or at an OpenID provider. */
@ApplicationModule(allowedDependencies = {"access", "account", "platform"})
@NullMarked
package org.freshet.server.login;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
