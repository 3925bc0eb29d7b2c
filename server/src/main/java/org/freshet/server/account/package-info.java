/** Users and their tokens: who may act. */
@ApplicationModule(allowedDependencies = "platform")
@NullMarked
package org.freshet.server.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
