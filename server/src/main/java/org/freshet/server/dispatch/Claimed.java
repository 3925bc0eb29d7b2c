package org.freshet.server.dispatch;

import org.freshet.protocol.Assignment;
import org.freshet.protocol.PilotId;

/** A job that was just given to a pilot in the books. */
record Claimed(PilotId pilot, Assignment assignment) {}
