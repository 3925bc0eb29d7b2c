package org.freshet.server.dashboard.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.LIMIT;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.aLateType;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.aSlice;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.aType;
import static org.freshet.server.dashboard.freshness.FreshnessFixtures.fresh;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.server.freshness.TypeFreshness;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private static TypeFreshness failing(long attempts) {
        return new TypeFreshness(NOW, "monitor", LIMIT, 0, 0, attempts, null, null);
    }

    @Test
    void isLateWhenAJobWaitsTooLongAndSaysByHowMuch() {
        var late = fresh(aLateType("femb", Duration.ofSeconds(845)));

        assertThat(late.standing()).isEqualTo(Standing.LATE);
        assertThat(late.words()).isEqualTo("14 min 05 s");
        assertThat(late.over()).isEqualTo("4 min 05 s");
        assertThat(late.href()).isEqualTo("/jobs?state=DEFINED,DISPATCHED,RUNNING&type=femb");
    }

    @Test
    void namesTheWorstFirst() {
        var all = Freshnesses.of(List.of(
                fresh(aLateType("a", LIMIT.multipliedBy(2))),
                fresh(aLateType("b", LIMIT.multipliedBy(3))),
                fresh(failing(9)),
                fresh(aType("d", Duration.ofSeconds(190)))));

        assertThat(all.cards()).extracting(Freshness::jobtype).containsExactly("monitor", "b", "a");
        assertThat(all.tiles()).extracting(Freshness::jobtype).containsExactly("d");
        assertThat(all.newest()).map(Freshness::jobtype).contains("d");
        assertThat(all.broken()).isEqualTo(1);
        assertThat(all.late()).isEqualTo(2);
    }

    @Test
    void keepsForAWallWhatIsNearestToItsLimit() {
        var types = new ArrayList<>(List.of(fresh(failing(0)), fresh(aType("z", LIMIT))));
        IntStream.range(0, 9).forEach(n -> types.add(fresh(aType("a" + n, Duration.ofSeconds(n)))));

        var all = Freshnesses.of(types);

        assertThat(all.tilesOnAWall()).hasSize(10).contains("z", "a0").doesNotContain("monitor");
        assertThat(all.tilesBesideAWall()).isEqualTo(1);
        assertThat(all.cardsBesideAWall()).isZero();
    }

    @Test
    void breaksALineWhereThereWasNoResult() {
        var span = Span.TWO_HOURS;
        var spark = Spark.of(
                span,
                span.begin(NOW),
                List.of(
                        aSlice(span, 0, "a", 1, LIMIT),
                        aSlice(span, 1, "a", 1, Duration.ZERO),
                        aSlice(span, 5, "a", 1, LIMIT)),
                LIMIT);

        assertThat(spark.path()).isEqualTo("M0.0 2.7H4.2V30.0H8.3M20.8 2.7H25.0");
        assertThat(spark.limit()).isEqualTo("2.7");
    }

    @Test
    void dividesASpanIntoSteps() {
        for (var span : Span.values()) {
            var begin = span.begin(NOW);

            assertThat(span.place(begin, begin)).isZero();
            assertThat(span.place(begin, NOW)).as(span.words()).isEqualTo(span.slices() - 1);
            assertThat(span.labels(begin)).hasSize(5).last().asString().endsWith(" UTC");
        }
    }
}
