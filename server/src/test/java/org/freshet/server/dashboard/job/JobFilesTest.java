package org.freshet.server.dashboard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aDataset;

import java.util.List;
import java.util.stream.LongStream;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.datasets.DatasetRow;
import org.freshet.server.dashboard.page.Kin;
import org.junit.jupiter.api.Test;

class JobFilesTest {

    private static List<DatasetRow> files(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(it -> aDataset(it, DatasetState.WRITTEN, JobState.FINISHED))
                .toList();
    }

    @Test
    void tellsWhatAJobReadsFromWhatItWrites() {
        assertThat(JobFiles.of(12, files(2)).files())
                .extracting(JobFiles.File::read)
                .containsExactly(false, false);
        assertThat(JobFiles.of(14, files(2)).files())
                .extracting(JobFiles.File::read)
                .containsExactly(true, true);
    }

    @Test
    void saysWhetherThereAreMoreThanItShows() {
        assertThat(JobFiles.of(14, files(Kin.SHOWN)).more()).isFalse();
        assertThat(JobFiles.of(14, files(Kin.SHOWN + 1))).satisfies(it -> {
            assertThat(it.more()).isTrue();
            assertThat(it.files()).hasSize(Kin.SHOWN);
        });
    }
}
