package org.freshet.server.dashboard.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawnRowsTest {

    @Test
    void areThoseOfTheHighestColumn() {
        assertThat(DrawnRows.of(Map.of("1", ""))).isEqualTo(1);
        assertThat(DrawnRows.of(Map.of("1", "", "2", "1", "3", "2"))).isEqualTo(1);
        assertThat(DrawnRows.of(Map.of("1", "", "2", "1", "3", "1", "4", "1", "5", "2 3 4")))
                .isEqualTo(3);
        assertThat(DrawnRows.of(Map.of("1", "", "2", "1", "3", "2 1", "4", "1")))
                .as("a box stands behind the last of its parents")
                .isEqualTo(2);
    }

    @Test
    void areOneWithoutBoxesAndOfBoxesWhoseParentsAreElsewhere() {
        assertThat(DrawnRows.of(Map.of())).isEqualTo(1);
        assertThat(DrawnRows.of(Map.of("7", "3 4"))).isEqualTo(1);
    }
}
