package org.freshet.batch.htcondor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldAdviceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0 | condor_release lets it run",
                "6 | 2 | is not on the worker",
                "6 | 13 | may not be executed",
                "6 | 5 | (errno 5)",
                "7 | 2 | could not be opened (no such file or directory)",
                "12 | 28 | (no space left)",
                "26 | 0 | SYSTEM_PERIODIC_HOLD",
                "34 | 102 | more memory than was asked for",
                "34 | 104 | more disk than was asked for",
                "47 | 0 | ran longer than",
                "999 | 0 | HoldReasonCode 999",
            })
    void saysWhatToDo(int code, int subcode, String words) {
        assertThat(HoldAdvice.of(code, subcode)).contains(words);
    }

    @Test
    void endsWithoutAFullStop() {
        for (int code = 0; code < 60; code++) {
            assertThat(HoldAdvice.of(code, 2)).matches("[A-Z].*[^.]");
        }
    }
}
