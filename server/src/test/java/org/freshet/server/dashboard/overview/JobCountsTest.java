package org.freshet.server.dashboard.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.DashboardSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** When jobs are counted, and when changes are added. */
class JobCountsTest {

    private final JobCountSql sql = mock(JobCountSql.class);

    private JobCounts counts(Duration quick) {
        var settings = new DashboardSettings(quick);
        return new JobCounts(sql, settings, mock(PlatformTransactionManager.class));
    }

    private static SequencedMap<JobState, Long> jobs(JobState state, long number) {
        var counts = JobCountSql.none();
        counts.put(state, number);
        return counts;
    }

    @BeforeEach
    void aTable() {
        when(sql.view()).thenReturn(new JobCountSql.View(NOW, "700:700:"));
        when(sql.states()).thenReturn(jobs(JobState.RUNNING, 3));
        when(sql.since(any(), any())).thenReturn(JobCountSql.none());
    }

    @Test
    void countsFewJobsEachTime() {
        var counts = counts(Duration.ofHours(1));

        assertThat(counts.states()).containsEntry(JobState.RUNNING, 3L).containsEntry(JobState.FAILED, 0L);
        counts.states();

        verify(sql, times(2)).states();
        verify(sql, never()).since(any(), any());
    }

    @Test
    void addsWhatChangedToTheLastCountOfMany() {
        var counts = counts(Duration.ZERO);
        counts.states();
        var changed = jobs(JobState.FINISHED, 2);
        changed.put(JobState.RUNNING, -2L);
        when(sql.since(NOW.minus(Duration.ofMinutes(10)), "700:700:")).thenReturn(changed);

        var states = counts.states();

        assertThat(states)
                .containsEntry(JobState.RUNNING, 1L)
                .containsEntry(JobState.FINISHED, 2L)
                .containsEntry(JobState.DEFINED, 0L);
    }

    @Test
    void neverCountsLessThanNothing() {
        var counts = counts(Duration.ZERO);
        counts.states();
        when(sql.since(any(), any())).thenReturn(jobs(JobState.RUNNING, -9));

        assertThat(counts.states()).containsEntry(JobState.RUNNING, 0L);
    }
}
