package org.freshet.server.dashboard.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.freshness.FreshnessReader;
import org.freshet.server.dashboard.jobs.JobListSql;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Which cell says what, and what is a hole. */
class GridTest {

    private static final Words WORDS = PageFixtures.words();

    private final ClockSql clock = mock(ClockSql.class);
    private final GridSql grid = mock(GridSql.class);
    private final JobListSql jobs = mock(JobListSql.class);
    private final FreshnessReader freshness = mock(FreshnessReader.class);
    private final List<GridSql.Count> counts = new ArrayList<>();
    private final GridReader reader = new GridReader(clock, grid, jobs, freshness, WORDS);

    @BeforeEach
    void now() {
        when(clock.now()).thenReturn(NOW);
        when(freshness.standard()).thenReturn(Duration.ofMinutes(10));
        when(jobs.types()).thenReturn(List.of());
        when(grid.counts(any(), any())).thenReturn(counts);
    }

    private void runs(Long... runs) {
        when(grid.downward(anyLong(), anyLong(), anyInt())).thenReturn(List.of(runs));
    }

    private void add(long run, String type, JobState state, long jobs) {
        counts.add(new GridSql.Count(NOW, run, type, state, jobs, 100 + run, NOW.minusSeconds(3600)));
    }

    private GridPage page(String... query) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        for (int n = 0; n < query.length; n += 2) {
            parameters.add(query[n], query[n + 1]);
        }
        return reader.read(parameters);
    }

    private static GridCell cell(GridPage page, int row, String type) {
        return page.rows().get(row).cells().get(page.types().indexOf(type));
    }

    @Test
    void saysTheWorstStateAndHowMany() {
        runs(5077L);
        add(5077, "monitor", JobState.FINISHED, 30);
        add(5077, "monitor", JobState.FAILED, 22);
        add(5077, "evdisp", JobState.FINISHED, 13);
        add(5077, "evdisp", JobState.RUNNING, 1);
        add(5077, "evdisp", JobState.DEFINED, 1);
        add(5077, "beam & more", JobState.FINISHED, 1400);
        add(5077, "femb", JobState.FAILED, 1);

        var page = page();

        assertThat(cell(page, 0, "monitor")).satisfies(it -> {
            assertThat(it.text()).isEqualTo("22");
            assertThat(it.look()).isEqualTo("failed");
            assertThat(it.href()).isEqualTo("/jobs?state=FAILED&type=monitor&run=5077");
            assertThat(it.spoken()).isEqualTo("22 failed: run 5077, monitor; 52 jobs in all");
        });
        assertThat(cell(page, 0, "evdisp").text()).isEqualTo("13/15");
        assertThat(cell(page, 0, "evdisp").href()).isEqualTo("/jobs?type=evdisp&run=5077");
        assertThat(cell(page, 0, "beam & more").text()).isEqualTo("1,400");
        assertThat(cell(page, 0, "beam & more").href()).isEqualTo("/jobs?type=beam+%26+more&run=5077");
        assertThat(cell(page, 0, "femb").href()).as("one job is shown itself").isEqualTo("/jobs/5177");
        assertThat(page.rows().getFirst().going()).isTrue();
    }

    @Test
    void showsAHoleWhereTheRunsAroundHaveJobs() {
        runs(5L, 4L, 3L, 2L, 1L);
        for (long run = 1; run <= 5; run++) {
            add(run, "monitor", JobState.FINISHED, 3);
            if (run != 3) {
                add(run, "purity", JobState.FINISHED, 3);
            }
        }
        add(5, "beam", JobState.FINISHED, 1);

        var page = page();

        assertThat(page.holes()).containsExactly(new GridPage.Hole("purity", 3));
        assertThat(cell(page, 2, "purity").isHole()).isTrue();
        assertThat(cell(page, 1, "beam").kind()).isEqualTo(GridCell.Kind.NOTHING);
    }

    @Test
    void givesARunThatBeganTheTimeToDefineItsJobs() {
        runs(4L, 3L, 2L, 1L);
        for (long run = 1; run <= 3; run++) {
            add(run, "monitor", JobState.FINISHED, 3);
            add(run, "purity", JobState.FINISHED, 3);
        }
        counts.add(new GridSql.Count(NOW, 4, "monitor", JobState.DEFINED, 1, 9, NOW.minusSeconds(30)));

        assertThat(page().holes()).isEmpty();
    }

    @Test
    void keepsOnlyTrouble() {
        runs(2L, 1L);
        add(2, "monitor", JobState.FINISHED, 3);
        add(1, "monitor", JobState.EXPIRED, 3);

        assertThat(page("only", "trouble").rows()).extracting(GridRow::run).containsExactly(1L);
        assertThat(page("only", "trouble").all()).isEqualTo("/grid");
        assertThat(page("first", "1").trouble()).isEqualTo("/grid?first=1&only=trouble");
    }

    @Test
    void saysWhyItIsEmpty() {
        runs();

        assertThat(page().empty()).isNotNull();
        assertThat(page().empty().title()).isEqualTo("No run so far");
        assertThat(page("first", "9").empty().title()).isEqualTo("No run matches");
        assertThat(page("flavour", "cold").filter().ignored()).hasSize(1);
    }

    @Test
    void goesOnAtTheOlderRuns() {
        var runs = new Long[21];
        for (int n = 0; n < runs.length; n++) {
            runs[n] = 100L - n;
        }
        runs(runs);

        var pager = page().pager();

        assertThat(page().rows()).hasSize(20);
        assertThat(pager.older()).isEqualTo("/grid?after=81");
        assertThat(pager.newer()).isNull();
        assertThat(pager.live()).isEqualTo("/grid?top=100");
    }
}
