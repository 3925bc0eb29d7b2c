package org.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

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
                "reco of run 5077 | /jobs?name=reco+of+run+5077",
                "47,11 | /jobs?name=47%2C11",
                "a&b={c} | /jobs?name=a%26b%3D%7Bc%7D",
                "//example.org | /jobs?name=%2F%2Fexample.org",
                "'' | /jobs",
            })
    void leadsToTheJobOrToTheNames(String typed, String target) {
        assertThat(Search.target(typed)).isEqualTo(target);
    }
}
