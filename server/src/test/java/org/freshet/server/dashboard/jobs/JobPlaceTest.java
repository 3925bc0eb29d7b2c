package org.freshet.server.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.job.JobOrder;
import org.junit.jupiter.api.Test;

class JobPlaceTest {

    private static final List<Long> FULL =
            LongStream.rangeClosed(51, 100).map(it -> 151 - it).boxed().toList();

    private static JobPlace at(String query) {
        return JobPlace.parse(BulkPageReader.parameters(query));
    }

    private static Filter filter(String query) {
        return JobListReader.filter(BulkPageReader.parameters(query));
    }

    @Test
    void takesTheFirstPlaceThatAnAddressNames() {
        assertThat(at("after=7&before=9&top=12")).isEqualTo(new JobPlace(7L, null, 12L));
        assertThat(at("before=9")).isEqualTo(new JobPlace(null, 9L, null));
        assertThat(at("after=x&top=-1")).isEqualTo(JobPlace.FIRST);
    }

    @Test
    void linksThePagesOfTheNewestJobs() {
        var first = JobPlace.FIRST.pager(filter("run=7"), JobOrder.NEWEST, FULL, 51, null, 3, 900);
        var next = at("after=51").pager(filter("run=7"), JobOrder.NEWEST, List.of(50L, 49L), 2, null, 0, 900);

        assertThat(first)
                .isEqualTo(new Pager(50, null, "/jobs?run=7&after=51", 3, "/jobs?run=7", "/jobs?run=7&top=100"));
        assertThat(next)
                .isEqualTo(new Pager(2, "/jobs?run=7&before=50", null, 0, "/jobs?run=7", "/jobs?run=7&after=51"));
    }

    @Test
    void keepsToTheJobsThatWereThereInOrdersInWhichNewOnesComeInBetween() {
        var page = at("after=51").pager(filter("sort=run"), JobOrder.RUN, List.of(50L, 70L), 2, null, 0, 900);

        assertThat(page.live()).isEqualTo("/jobs?sort=run&after=51&top=70");
        assertThat(page.newer()).isEqualTo("/jobs?sort=run&before=50");
    }

    @Test
    void goesOnWhereTheSearchEnded() {
        var downward = at("after=500").pager(filter("q=x"), JobOrder.NEWEST, List.of(400L), 1, 120L, 0, 900);
        var nothing = at("after=500").pager(filter("q=x"), JobOrder.NEWEST, List.of(), 0, 120L, 0, 900);
        var upward = at("before=500").pager(filter("q=x"), JobOrder.NEWEST, List.of(), 0, 900L, 0, 900);

        assertThat(downward.older()).isEqualTo("/jobs?q=x&after=120");
        assertThat(downward.newer()).isEqualTo("/jobs?q=x&before=400");
        assertThat(nothing.newer()).isEqualTo("/jobs?q=x&before=499");
        assertThat(upward.newer()).isEqualTo("/jobs?q=x&before=900");
        assertThat(upward.older()).isEqualTo("/jobs?q=x&after=501");
    }

    @Test
    void cutsThePageFromTheSideFromWhichItWasLookedFor() {
        var found = LongStream.rangeClosed(1, 51).boxed().toList();

        assertThat(at("after=9").page(found)).hasSize(50).startsWith(1L);
        assertThat(at("before=9").page(found)).hasSize(50).startsWith(2L);
    }

    @Test
    void countsAsNewWhatCameAfterTheNewestOfAllWhereTheNewestThatMatchesIsFarBack() {
        var far = JobPlace.FIRST.pager(filter("q=x"), JobOrder.NEWEST, List.of(40L), 1, null, 0, 5_000_000);
        var none = JobPlace.FIRST.pager(filter("q=x"), JobOrder.NEWEST, List.of(), 0, null, 0, 5_000_000);
        var again = at("top=77").pager(filter("q=x"), JobOrder.NEWEST, List.of(40L), 1, null, 0, 5_000_000);

        assertThat(far.live()).isEqualTo("/jobs?q=x&top=5000000");
        assertThat(none.live()).isEqualTo("/jobs?q=x&top=5000000");
        assertThat(again.live()).isEqualTo("/jobs?q=x&top=77");
    }
}
