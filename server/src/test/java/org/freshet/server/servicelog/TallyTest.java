package org.freshet.server.servicelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TallyTest {

    @Test
    void isWrittenWithTotalsAndTheFirstTenIds() {
        var ids = LongStream.rangeClosed(1, 400).map(it -> 401 - it).boxed().toList();

        var json = JsonMapper.shared().writeValueAsString(Tally.of("jobs", ids));

        assertThat(json).isEqualTo("{\"jobs\":{\"total\":400,\"first\":[1,2,3,4,5,6,7,8,9,10]}}");
        assertThat(JsonMapper.shared().writeValueAsString(Tally.of("pilots", 3)))
                .isEqualTo("{\"pilots\":{\"total\":3}}");
    }

    @Test
    void cutsLongListsInWords() {
        assertThat(Tally.inWords(LongStream.rangeClosed(1, 400).boxed().toList()))
                .isEqualTo("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 … and 390 more");
        assertThat(Tally.inWords(List.of("12.1", "13.1"))).isEqualTo("12.1, 13.1");
    }
}
