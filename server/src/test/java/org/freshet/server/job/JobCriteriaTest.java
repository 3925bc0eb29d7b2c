package org.freshet.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobCriteriaTest {

    private static final Instant NOW = Instant.parse("2026-11-20T03:12:47Z");

    @Test
    void readsWhatACommandSays() {
        var criteria = JobCriteria.parse(
                Map.of(
                        "state", "failed, EXPIRED",
                        "reason", "exit_code",
                        "jobtype", "reco",
                        "run", "5076-5077,5080",
                        "vertex", "a,b",
                        "q", " raw, 12 ",
                        "from", "2h",
                        "endedto", "2026-11-20"),
                NOW);

        assertThat(criteria.states()).containsExactly(JobState.FAILED, JobState.EXPIRED);
        assertThat(criteria.reasons()).containsExactly(FailureReason.EXIT_CODE);
        assertThat(criteria.types()).containsExactly("reco");
        assertThat(criteria.runs()).containsExactly(new RunRange(5076, 5077), new RunRange(5080, 5080));
        assertThat(criteria.vertices()).containsExactly("a,b");
        assertThat(criteria.text()).isEqualTo("raw, 12");
        assertThat(criteria.defined().from()).isEqualTo(NOW.minusSeconds(7200));
        assertThat(criteria.ended().to()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(criteria.isEmpty()).isFalse();
    }

    @Test
    void meansAllJobsWhereNothingIsSaid() {
        assertThat(JobCriteria.parse(Map.of(), NOW).isEmpty()).isTrue();
        assertThat(JobCriteria.parse(Map.of("state", " , "), NOW).isEmpty()).isTrue();
        assertThat(JobCriteria.only(List.of(7L)).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour  | red
            State   | failed
            state   | done
            reason  | fate
            run     | last
            run     | 9-7
            pilot   | mine
            id      | 1,x
            from    | yesterday
            to      | 2026-13-01
            endedto | 99999999d
            """)
    void namesWhatItDoesNotUnderstand(String name, String value) {
        assertThatThrownBy(() -> JobCriteria.parse(Map.of(name, value), NOW))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        it -> assertThat(it.errors())
                                .singleElement()
                                .extracting("field")
                                .isEqualTo(name));
    }

    @Test
    void refusesATextThatNoDatabaseHolds() {
        assertThatThrownBy(() -> JobCriteria.parse(Map.of("q", "a\0b"), NOW)).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            90s                  | 2026-11-20T03:11:17Z
            5 min                | 2026-11-20T03:07:47Z
            5m                   | 2026-11-20T03:07:47Z
            3d                   | 2026-11-17T03:12:47Z
            2026-11-20           | 2026-11-20T00:00:00Z
            2026-11-20T03:00     | 2026-11-20T03:00:00Z
            2026-11-20 03:00:05  | 2026-11-20T03:00:05Z
            2026-11-20T03:00:05Z | 2026-11-20T03:00:05Z
            2026-11-20T03        |
            2026-02-30           |
            999999d              |
            soon                 |
            -5m                  |
            """)
    void readsTimesAsPeopleWriteThem(String text, @Nullable Instant time) {
        assertThat(PointInTime.of(text, NOW).orElse(null)).isEqualTo(time);
    }
}
