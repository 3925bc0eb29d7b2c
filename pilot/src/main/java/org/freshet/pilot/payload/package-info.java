/**
 * Runs one payload: its directory, environment and command, its processes, its output, and the verdict on its end. It
 * knows nothing of the server. The contract with payloads stands in {@code docs/protocol.md}.
 */
@NullMarked
package org.freshet.pilot.payload;

import org.jspecify.annotations.NullMarked;
