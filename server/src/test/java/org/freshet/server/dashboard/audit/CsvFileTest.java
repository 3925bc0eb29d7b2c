package org.freshet.server.dashboard.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFileTest {

    @Test
    void quotesWhatWouldDivideALine() {
        assertThat(CsvFile.line(List.of("a", "b,c", "say \"no\"", "two\nlines", "")))
                .isEqualTo("a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\r\n");
    }

    @Test
    void letsNothingBecomeAFormula() {
        assertThat(CsvFile.line(List.of("=1+1", "@x", "-2", "+3"))).isEqualTo("'=1+1,'@x,'-2,'+3\r\n");
    }
}
