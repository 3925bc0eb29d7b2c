package org.freshet.server.dashboard.freshness;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.freshness.TypeFreshness;
import org.freshet.server.freshness.TypeFreshness.Open;
import org.freshet.server.freshness.TypeFreshness.Result;
import org.freshet.server.freshness.TypeFreshness.Since;

/** Job types, fresh and late. */
public final class FreshnessFixtures {

    public static final Duration LIMIT = Duration.ofMinutes(10);

    private FreshnessFixtures() {}

    /** A type whose newest result came a minute before {@link PageFixtures#NOW}, so far behind its data. */
    public static TypeFreshness aType(String name, Duration behind) {
        var at = NOW.minusSeconds(60);
        var since = new Since(at.minus(behind), CountsFrom.DATA);
        return new TypeFreshness(NOW, name, LIMIT, 0, 0, 0, new Result(12, at, since), null);
    }

    /** A type of which job 44 waits for so long. */
    public static TypeFreshness aLateType(String name, Duration waited) {
        var open = new Open(44, JobState.DEFINED, new Since(NOW.minus(waited), CountsFrom.DATA));
        return new TypeFreshness(NOW, name, LIMIT, 6, 1, 0, null, open);
    }

    public static Freshness fresh(TypeFreshness row) {
        return Freshness.of(row, new Spark("", "15.0"));
    }

    /**
     * What came in a part of a span.
     *
     * @param place which step of the span
     */
    public static FreshnessSql.Slice aSlice(Span span, int place, String jobtype, long results, Duration behind) {
        var at = span.begin(NOW).plus(span.step().multipliedBy(place));
        return new FreshnessSql.Slice(at, jobtype, results, behind);
    }
}
