package org.freshet.server.bulk;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long changes of many jobs stay as they are.
 *
 * @param preview one that nobody confirms is forgotten after this long
 * @param undo one that is done can be taken back for this long
 * @param kept what came of one, job by job, is told for this long; the history of the jobs and the audit are kept for longer
 */
@ConfigurationProperties("freshet.bulk")
record BulkSettings(
        @DefaultValue("15m") Duration preview,
        @DefaultValue("30s") Duration undo,
        @DefaultValue("30d") Duration kept) {

    BulkSettings {
        if (!preview.isPositive() || undo.isNegative() || !kept.isPositive()) {
            throw new IllegalArgumentException(
                    "A time in freshet.bulk is negative, or 0 where something must be kept: preview " + preview
                            + ", undo " + undo + ", kept " + kept + ".");
        }
    }
}
