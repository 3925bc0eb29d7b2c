package org.freshet.server.dashboard.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aBroughtDataset;
import static org.freshet.server.dashboard.datasets.DatasetFixtures.aDataset;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import org.freshet.protocol.DatasetState;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.PageFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasetPageReaderTest {

    private static Explanation why(DatasetRow row) {
        return DatasetPageReader.why(NOW, row, true, PageFixtures.words());
    }

    @Test
    void saysWhichJobWroteIt() {
        var why = why(aDataset(7, DatasetState.WRITTEN, JobState.FINISHED));

        assertThat(why.sentence()).isEqualTo("Its file is there: job 12, vertex left, is finished.");
        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.nextStep()).isNull();
    }

    @Test
    void saysThatNobodyHasLookedAtAFileWhoseVertexRunsNothing() {
        var why = DatasetPageReader.why(
                NOW, aDataset(7, DatasetState.WRITTEN, JobState.FINISHED), false, PageFixtures.words());

        assertThat(why.sentence())
                .isEqualTo("Its file should be there: job 12, vertex left, is finished. Nobody has looked.");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"TEMPLATE", "DEFINED", "DISPATCHED", "RUNNING"})
    void saysWhatItWaitsFor(JobState source) {
        var why = why(aDataset(7, DatasetState.DEFINED, source));

        assertThat(why.sentence())
                .isEqualTo("Its file is there once job 12, vertex left, is finished; that is "
                        + Badge.of(source).word() + ".");
        assertThat(why.look()).isEqualTo(Look.CALM);
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"FAILED", "CANCELLED", "EXPIRED", "SKIPPED"})
    void saysWhatToDoAboutOneThatIsNotWritten(JobState source) {
        var why = why(aDataset(7, DatasetState.DEFINED, source));

        assertThat(why.sentence())
                .isEqualTo("Its file is not there: job 12, vertex left, is "
                        + Badge.of(source).word() + ".");
        assertThat(why.look()).isEqualTo(source == JobState.FAILED ? Look.BROKEN : Look.LATE);
        assertThat(why.nextStep()).contains("rerun");
        assertThat(why.command()).isEqualTo("freshet workflow rerun 3");
    }

    @Test
    void saysHowOneThatSomebodyBringsIsMarked() {
        assertThat(why(aBroughtDataset(7, DatasetState.WRITTEN)).sentence())
                .isEqualTo("Its file is there: somebody said so.");
        assertThat(why(aBroughtDataset(7, DatasetState.DEFINED))).satisfies(it -> {
            assertThat(it.sentence()).isEqualTo("Nobody has said yet that its file is there.");
            assertThat(it.nextStep()).contains("once more");
            assertThat(it.command()).isEqualTo("freshet dataset add FILE");
        });
    }
}
