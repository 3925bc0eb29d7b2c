package org.freshet.server.dispatch;

import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/** A pilot that wants a job. */
record Seeker(PilotId pilot, String site, @Nullable String host, Offer offer) {}
