/** The pages about the machines on which pilots are. */
@NullMarked
package org.freshet.server.dashboard.hosts;

import org.jspecify.annotations.NullMarked;
