package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Pages that several people ask for at once. */
class SharedPagesTest {

    private final List<MultiValueMap<String, String>> made = new ArrayList<>();
    private final SharedPages<String> pages = new SharedPages<>(query -> {
        made.add(query);
        return "page " + made.size();
    });

    private static MultiValueMap<String, String> query(String value) {
        var query = new LinkedMultiValueMap<String, String>();
        query.add("at", value);
        return query;
    }

    @Test
    void makesTheSamePageOnceWithinASecond() {
        assertThat(pages.get(query("a"))).isEqualTo(pages.get(query("a")));

        assertThat(made).containsExactly(query("a"));
    }

    @Test
    void makesEachPageByItself() {
        assertThat(pages.get(query("a"))).isNotEqualTo(pages.get(query("b")));
    }

    @Test
    void keepsSomeOnly() {
        for (int n = 0; n < 100; n++) {
            pages.get(query("page " + n));
        }
        pages.get(query("page 99"));
        assertThat(made).hasSize(100);

        pages.get(query("page 0"));

        assertThat(made).hasSize(101);
    }
}
