package org.freshet.server.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobExportTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain        | plain
            a,b          | "a,b"
            say "no"     | "say ""no\"""
            =1+1         | '=1+1
            @x,y         | "'@x,y"
            -5           | '-5
            ``           | ``
            """)
    void writesTextsSoThatProgramsForTablesReadThemAsTexts(String text, String field) {
        assertThat(JobExport.field(text)).isEqualTo(field);
    }

    @Test
    void writesNumbersAndTimesAsTheyAre() {
        assertThat(JobExport.field(-5)).isEqualTo("-5");
        assertThat(JobExport.field(Instant.parse("2026-11-20T03:12:47Z"))).isEqualTo("2026-11-20T03:12:47Z");
        assertThat(JobExport.field((@Nullable Object) null)).isEmpty();
        assertThat(JobExport.field("two\nlines")).isEqualTo("\"two\nlines\"");
    }

    @Test
    void hasAFieldForEachName() {
        var line = JobExport.Line.of(new ListedJob(JobRowFixtures.aRow(7, JobState.FAILED), "mara", null));

        assertThat(line.csv().split(",", -1)).hasSameSizeAs(JobExport.Line.NAMES);
        assertThat(line.csv()).startsWith("7,printEnv,monitor,FAILED,EXIT_CODE,65,,mara,");
    }
}
