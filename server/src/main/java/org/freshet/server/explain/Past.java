package org.freshet.server.explain;

import org.freshet.protocol.Offer;

/**
 * The best that pilots of a site ever offered, as far as they are remembered: one for each combination of cores, memory and
 * tags.
 */
record Past(String site, Offer offer) {}
