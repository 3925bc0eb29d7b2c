package org.freshet.server.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4711 | /jobs/4711",
                "' 4711 ' | /jobs/4711",
                "#4711 | /jobs/4711",
                "1,284,907 | /jobs/1284907",
                "12345678-9abc-8def-8000-00000000000c | /jobs/12345678-9abc-8def-8000-00000000000c",
                "reco of run 5077 |",
                "47,11 |",
                "//example.org |",
                "'' |",
            })
    void leadsToTheJobOfAnIdOnly(String typed, @Nullable String target) {
        assertThat(Search.job(typed).orElse(null)).isEqualTo(target);
    }
}
