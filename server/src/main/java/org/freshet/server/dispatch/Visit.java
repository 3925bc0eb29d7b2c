package org.freshet.server.dispatch;

import org.freshet.protocol.Exchange;
import org.freshet.protocol.PilotId;

/** A pilot at the counter with all it has to say. */
record Visit(PilotId pilot, Exchange exchange) {}
