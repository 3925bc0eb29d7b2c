package org.freshet.server.dashboard.freshness;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.PageFixtures;

/** Job types, fresh and late. */
public final class FreshnessFixtures {

    public static final Duration LIMIT = Duration.ofMinutes(10);

    private FreshnessFixtures() {}

    /** A type whose newest result came a minute before {@link PageFixtures#NOW}, so far behind its data. */
    public static FreshRow aType(String name, Duration behind) {
        var at = NOW.minusSeconds(60);
        return new FreshRow(NOW, name, null, 0, 0, 0, new FreshRow.Result(12, at, at.minus(behind)), null);
    }

    /** A type of which job 44 waits for so long. */
    public static FreshRow aLateType(String name, Duration waited) {
        var open = new FreshRow.Open(44, JobState.DEFINED, NOW.minus(waited));
        return new FreshRow(NOW, name, null, 6, 1, 0, null, open);
    }

    public static Freshness fresh(FreshRow row) {
        return Freshness.of(row, LIMIT, new Spark("", "15.0"));
    }

    /** @param place which step of the span */
    public static FreshnessSql.Slice aSlice(Span span, int place, String jobtype, long results, Duration behind) {
        var at = span.begin(NOW).plus(span.step().multipliedBy(place));
        return new FreshnessSql.Slice(at, jobtype, results, behind);
    }
}
