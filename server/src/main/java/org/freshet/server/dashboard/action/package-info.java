/** What people may do to a thing on its page, and how it is done. */
@NullMarked
package org.freshet.server.dashboard.action;

import org.jspecify.annotations.NullMarked;
