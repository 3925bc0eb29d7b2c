package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

class TimePositionTest {

    private static final Instant AT = Instant.parse("2026-11-20T03:12:47.250123Z");
    private static final Filter FILTER = new Filter("/hosts/a", List.of(), new LinkedHashMap<>(), List.of());

    private static TimePosition parse(String name, String value) {
        var query = new LinkedMultiValueMap<String, String>();
        query.add(name, value);
        return TimePosition.parse(query);
    }

    private static List<Place> places(int count) {
        return LongStream.range(0, count)
                .mapToObj(it -> new Place(AT.minusSeconds(it), "job", 100 - it))
                .toList();
    }

    @Test
    void readsAPlaceAsItWasWritten() {
        var place = new Place(AT, "job", 12);

        assertThat(Place.parse(place.toString())).contains(place);
        assertThat(parse("after", place.toString()).below()).isEqualTo(place);
        assertThat(parse("top", place.toString()).below()).isEqualTo(new Place(AT, "job", 13));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "2026-11-20,job,12",
                "2026-11-20T03:12:47Z,job",
                "2026-11-20T03:12:47Z,job,x",
                "+12026-11-20T03:12:47Z,job,1",
                "2026-11-20T03:12:47Z,job,-1"
            })
    void takesWhatIsNoPlaceForTheNewest(String text) {
        assertThat(parse("after", text)).isEqualTo(TimePosition.NEWEST);
    }

    @Test
    void leadsToOlderOnesOnlyWhereThereAreSome() {
        var last = TimePosition.NEWEST.pager(FILTER, places(3), 3);
        var goesOn = TimePosition.NEWEST.pager(FILTER, places(50), 51);

        assertThat(last.older()).isNull();
        assertThat(last.newer()).isNull();
        assertThat(last.live()).isEqualTo("/hosts/a");
        assertThat(goesOn.older()).isEqualTo("/hosts/a?after=2026-11-20T03:11:58.250123Z,job,51");
    }

    @Test
    void keepsTheRowsOfAPageThatIsFetchedAgain() {
        var older = parse("after", "2026-11-20T03:12:47Z,job,12").pager(FILTER, places(2), 2);
        var counted = TimePosition.NEWEST.pager(FILTER, places(2), 2, 0);

        assertThat(older.live()).isEqualTo("/hosts/a?after=2026-11-20T03:12:47Z,job,12");
        assertThat(older.newer()).startsWith("/hosts/a?before=2026-11-20T03:12:47.250123Z,job,100");
        assertThat(counted.live()).isEqualTo("/hosts/a?top=2026-11-20T03:12:47.250123Z,job,100");
    }

    @Test
    void leadsUpFromAnEmptyPageToWhatItBeganBehind() {
        var empty = parse("after", "2026-11-20T03:12:47Z,job,12").pager(FILTER, List.of(), 0);

        assertThat(empty.newer()).isEqualTo("/hosts/a?before=2026-11-20T03:12:47Z,job,11");
        assertThat(empty.older()).isNull();
    }
}
