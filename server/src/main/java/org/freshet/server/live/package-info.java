/**
 * Keeps open pages up to date: whoever asks for the address of a page as {@code text/event-stream} hears what changes on it.
 * Knows no page: it looks at each as a browser would that nobody is logged in to.
 */
@ApplicationModule(allowedDependencies = {"access", "login", "platform"})
@NullMarked
package org.freshet.server.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
