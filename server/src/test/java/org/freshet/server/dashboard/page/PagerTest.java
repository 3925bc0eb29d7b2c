package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.UriComponentsBuilder;

class PagerTest {

    private static final Filter ALL = new Filter("/jobs", List.of(), new LinkedHashMap<>(), List.of());

    private static Position at(String query) {
        return Position.parse(
                UriComponentsBuilder.fromUriString("/jobs?" + query).build().getQueryParams());
    }

    /** As a query gives them: one more than fits if the list goes on. */
    private static List<Long> downFrom(long highest, int count) {
        return LongStream.range(0, count).map(i -> highest - i).boxed().toList();
    }

    private static Pager pager(Position position, List<Long> found) {
        return Pager.of(ALL, position, position.page(found), found.size(), 0);
    }

    @Test
    void leadsFromTheNewestPageToOlderOnesOnly() {
        Pager pager = pager(Position.NEWEST, downFrom(1000, 51));

        assertThat(pager.shown()).isEqualTo(50);
        assertThat(pager.newer()).isNull();
        assertThat(pager.older()).isEqualTo("/jobs?after=951");
    }

    @Test
    void leadsFromTheOldestPageToNewerOnesOnly() {
        Pager pager = pager(at("after=951"), downFrom(950, 50));

        assertThat(pager.newer()).isEqualTo("/jobs?before=950");
        assertThat(pager.older()).isNull();
    }

    @Test
    void keepsTheRowsNextToThePlaceThatAPageIsDirectlyAbove() {
        Position above = at("before=950");

        List<Long> found = downFrom(1001, 51);

        assertThat(above.page(found)).containsExactlyElementsOf(downFrom(1000, 50));
        assertThat(pager(above, found).older()).isEqualTo("/jobs?after=951");
        assertThat(pager(above, found).newer()).isEqualTo("/jobs?before=1000");
    }

    @Test
    void leadsBackFromAPageBelowTheLastRow() {
        assertThat(pager(at("after=1"), List.of()).newer()).isEqualTo("/jobs?before=0");
    }

    @Test
    void asksForTheSameRowsAgainWhileNewOnesArrive() {
        Pager first = pager(Position.NEWEST, downFrom(1000, 51));
        Position again = at("top=1000");

        assertThat(first.live()).isEqualTo("/jobs?top=1000");
        assertThat(again.below()).isEqualTo(1001);
        assertThat(pager(again, downFrom(1000, 51)).live()).isEqualTo("/jobs?top=1000");
    }

    @Test
    void beginsAtTheNewestWhenThePlaceIsNoNumber() {
        assertThat(at("after=x&before=-1&top=")).isEqualTo(Position.NEWEST);
    }

    @Test
    void leavesTheFiltersWhenItTakesThePlaceOutOfAUrl() {
        var query = UriComponentsBuilder.fromUriString("/jobs?after=3&run=5077&top=9")
                .build()
                .getQueryParams();

        assertThat(Position.others(query)).containsOnlyKeys("run");
    }
}
