package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/pilots}; the bearer token of this one call is the site's secret.
 *
 * @param protocol {@link Protocol#VERSION} of the pilot
 * @param site name of the site whose secret is presented
 * @param nonce chosen once per pilot, by the pool that ordered it or by the pilot itself; 16 to 100 characters.
 *     Registering twice with one nonce is the same pilot
 * @param host name of the machine
 * @param pid process id of the pilot on that machine
 * @param batchId the batch system's id of the slot, if known, for example {@code 88121.4}
 * @param version version of the pilot's program
 * @param user name of the machine's user that the pilot runs as, if known
 * @param offer what the pilot has
 */
public record Registration(
        int protocol,
        String site,
        String nonce,
        String host,
        long pid,
        @Nullable String batchId,
        String version,
        @Nullable String user,
        Offer offer) {}
