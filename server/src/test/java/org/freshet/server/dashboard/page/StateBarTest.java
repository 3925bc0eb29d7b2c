package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.StateBar.Part;
import org.junit.jupiter.api.Test;

class StateBarTest {

    private static StateBar of(long finished, long failed, long expired) {
        var counts = new LinkedHashMap<Badge, Long>();
        counts.put(Badge.of(JobState.FINISHED), finished);
        counts.put(Badge.of(JobState.FAILED), failed);
        counts.put(Badge.of(JobState.EXPIRED), expired);
        return StateBar.of(counts, "/jobs");
    }

    private static double percent(String value) {
        return Double.parseDouble(value.replace("%", ""));
    }

    @Test
    void addsUpToItsTotal() {
        StateBar bar = of(60, 30, 10);

        assertThat(bar.total()).isEqualTo(100);
        assertThat(bar.parts()).extracting(Part::width).containsExactly("60.00%", "30.00%", "10.00%");
        assertThat(bar.parts()).extracting(Part::x).containsExactly("0.00%", "60.00%", "90.00%");
    }

    @Test
    void keepsASingleFailureVisibleAndTheBarFull() {
        StateBar bar = of(100_000, 1, 0);

        double failed = percent(bar.parts().get(1).width());
        double finished = percent(bar.parts().get(0).width());
        assertThat(failed).isGreaterThan(0.85);
        assertThat(finished + failed).isCloseTo(100, within(0.02));
    }

    @Test
    void listsAStateWithoutJobsButDoesNotDrawIt() {
        StateBar bar = of(5, 0, 0);

        assertThat(bar.parts()).extracting(Part::count).containsExactly(5L, 0L, 0L);
        assertThat(bar.parts()).extracting(Part::drawn).containsExactly(true, false, false);
        assertThat(bar.spoken()).isEqualTo("5 finished, 0 failed, 0 expired");
    }

    @Test
    void isEmptyWithoutAnyJob() {
        StateBar bar = of(0, 0, 0);

        assertThat(bar.total()).isZero();
        assertThat(bar.parts()).noneMatch(Part::drawn).extracting(Part::width).containsOnly("0.00%");
    }

    @Test
    void leadsFromEachPartToItsJobs() {
        assertThat(of(1, 1, 1).parts())
                .extracting(Part::href)
                .containsExactly("/jobs?state=FINISHED", "/jobs?state=FAILED", "/jobs?state=EXPIRED");
    }

    @Test
    void marksFailuresTwice() {
        assertThat(of(1, 1, 1).parts()).extracting(Part::hatched).containsExactly(false, true, false);
    }
}
