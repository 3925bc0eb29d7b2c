package org.freshet.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(3, 2);

    @Test
    void letsNobodyTakeMoreThanAShare() {
        assertThat(places.take("10.0.0.1")).isTrue();
        assertThat(places.take("10.0.0.1")).isTrue();
        assertThat(places.take("10.0.0.1")).isFalse();
        assertThat(places.take("10.0.0.2")).isTrue();
    }

    @Test
    void letsAllTogetherNotTakeMoreThanThereAre() {
        places.take("10.0.0.1");
        places.take("10.0.0.1");
        places.take("10.0.0.2");

        assertThat(places.take("10.0.0.3")).isFalse();
    }

    @Test
    void givesAgainWhatWasGivenBack() {
        places.take("10.0.0.1");
        places.take("10.0.0.1");
        places.giveBack("10.0.0.1");

        assertThat(places.take("10.0.0.1")).isTrue();
    }
}
