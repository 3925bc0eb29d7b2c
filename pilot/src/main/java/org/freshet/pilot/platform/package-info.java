/** What every part of the pilot uses and nothing else: its one clock and its log. */
@NullMarked
package org.freshet.pilot.platform;

import org.jspecify.annotations.NullMarked;
