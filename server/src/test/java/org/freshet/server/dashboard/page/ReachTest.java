package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.UriComponentsBuilder;

class ReachTest {

    private static final Filter ALL = new Filter("/datasets", List.of(), new LinkedHashMap<>(), List.of());

    private static Position at(String query) {
        return Position.parse(
                UriComponentsBuilder.fromUriString("/datasets?" + query).build().getQueryParams());
    }

    private static List<Long> downFrom(long highest, int count) {
        return LongStream.range(0, count).map(i -> highest - i).boxed().toList();
    }

    private static Pager pager(Reach reach, Position position, List<Long> found) {
        var ids = position.page(found);
        var ended = Pager.of(ALL, position, ids, found.size(), 0);
        return reach.goOn(ended, ALL, position, ids, found.size());
    }

    @Test
    void goesOnBelowWhatItLookedThrough() {
        var pager = pager(new Reach(700, Long.MAX_VALUE), Position.NEWEST, List.of(990L, 800L));

        assertThat(pager.older()).isEqualTo("/datasets?after=701");
        assertThat(pager.newer()).isNull();
        assertThat(pager.shown()).isEqualTo(2);
    }

    @Test
    void goesOnBelowWhereItFoundNothing() {
        var pager = pager(new Reach(700, 900), at("after=900"), List.of());

        assertThat(pager.older()).isEqualTo("/datasets?after=701");
        assertThat(pager.newer()).isEqualTo("/datasets?before=899");
    }

    @Test
    void goesOnAboveWhatItLookedThrough() {
        var pager = pager(new Reach(500, 700), at("before=500"), List.of(650L, 501L));

        assertThat(pager.newer()).isEqualTo("/datasets?before=699");
        assertThat(pager.older()).isEqualTo("/datasets?after=501");
    }

    @Test
    void goesOnBothWaysWhereItFoundNothingAbove() {
        var pager = pager(new Reach(500, 700), at("before=500"), List.of());

        assertThat(pager.newer()).isEqualTo("/datasets?before=699");
        assertThat(pager.older()).isEqualTo("/datasets?after=501");
    }

    @Test
    void endsWhereTheListEnds() {
        var pager = pager(new Reach(0, 900), at("after=900"), List.of(890L));

        assertThat(pager.older()).isNull();
    }

    @Test
    void pagesAsEverWhileAPageIsFull() {
        var reach = new Reach(700, Long.MAX_VALUE);

        assertThat(reach.cuts(Position.NEWEST, 51)).isFalse();
        assertThat(pager(reach, Position.NEWEST, downFrom(1000, 51)).older()).isEqualTo("/datasets?after=951");
    }

    @Test
    void countsWhatCameAfterwardsNoFurtherThanItReaches() {
        assertThat(new Reach(700, 900).after(800)).isEqualTo(new Reach(800, 900));
        assertThat(new Reach(700, 900).after(3)).isEqualTo(new Reach(700, 900));
    }
}
