package org.freshet.server.pilot;

import java.util.List;
import org.freshet.protocol.PilotId;

/**
 * These pilots were lost. Published in the transaction that marks them, so that what they held is taken from them in the
 * same one.
 */
public record PilotsLost(List<PilotId> pilots, String reason) {}
