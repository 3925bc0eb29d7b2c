package org.freshet.server.pilot;

import org.freshet.protocol.PilotId;

/**
 * A pilot that is about to be submitted to a batch system.
 *
 * @param nonce what the pilot must present when it registers, so that it is recognised
 */
public record OrderedPilot(PilotId id, String nonce) {}
