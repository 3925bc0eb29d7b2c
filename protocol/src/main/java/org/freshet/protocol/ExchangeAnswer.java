package org.freshet.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to an {@link Exchange}, given only after everything it says was committed.
 *
 * @param seq that of the exchange
 * @param outcomes one per report, in their order
 * @param directives what the pilot must do now
 * @param job the job to run, if one was asked for and found
 */
public record ExchangeAnswer(
        long seq,
        List<ReportOutcome> outcomes,
        List<Directive> directives,
        @Nullable Assignment job) {

    public ExchangeAnswer {
        outcomes = List.copyOf(outcomes);
        directives = List.copyOf(directives);
    }
}
