package org.freshet.batch;

import java.util.UUID;
import org.freshet.protocol.PoolRun;
import org.jspecify.annotations.Nullable;

/**
 * What a submit host is to do next in a pool calculation.
 *
 * @param run names the calculation in the next message
 * @param installation by this name the batch jobs of an installation are told from those of another
 * @param task to be done, and to be answered; absent = the calculation is over
 * @param result what came of it, when it is over
 */
public record PoolStep(
        UUID run,
        String installation,
        @Nullable BatchTask task,
        @Nullable PoolRun result) {}
