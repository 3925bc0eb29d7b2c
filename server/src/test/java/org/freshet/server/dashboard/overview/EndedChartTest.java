package org.freshet.server.dashboard.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.PageFixtures;
import org.junit.jupiter.api.Test;

class EndedChartTest {

    @Test
    void drawsColumnsThatFitIntoTheirDrawing() {
        var span = Span.HOUR;
        var chart = EndedChart.of(
                span,
                NOW,
                List.of(
                        new OverviewSql.Ended(span.begin(NOW), JobState.FINISHED, 75),
                        new OverviewSql.Ended(span.begin(NOW), JobState.EXPIRED, 5),
                        new OverviewSql.Ended(span.begin(NOW).minusSeconds(1), JobState.FAILED, 1000)),
                PageFixtures.words());

        assertThat(chart.ticks()).containsExactly("80", "60", "40", "20", "0");
        assertThat(chart.columns()).extracting(EndedChart.Column::look).containsExactly("finished", "expired");
        assertThat(chart.columns().getLast().y()).isEqualTo("0.0");
        assertThat(chart.rows()).hasSize(12);
        assertThat(chart.failed()).as("what was before the span").isZero();
    }
}
