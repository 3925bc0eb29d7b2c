package org.freshet.batch.htcondor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.freshet.batch.BatchId;
import org.freshet.batch.Placed;
import org.freshet.batch.Submission;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitAnswerTest {

    @Test
    void namesTheJobOfEachPilot() {
        assertThat(submission("submit-terse-three", "a", "b", "c"))
                .isEqualTo(new Accepted(List.of(
                        new Placed("a", new BatchId("17.0")),
                        new Placed("b", new BatchId("17.1")),
                        new Placed("c", new BatchId("17.2")))));
        assertThat(submission("submit-terse-one", "a"))
                .isEqualTo(new Accepted(List.of(new Placed("a", new BatchId("18.0")))));
    }

    @Test
    void doesNotKnowWhatGotInWhenTheNumberDiffers() {
        assertThat(submission("submit-terse-three", "a", "b"))
                .isEqualTo(new Unknown("condor_submit queued 3 jobs as cluster 17, but 2 were ordered"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17.0 - 18.2\n",
                "17.0 - 17.0\n18.0 - 18.0\n",
                "1 job(s) submitted to cluster 35.",
                "17.1 - 17.1"
            })
    void doesNotKnowWhatGotInWhenTheAnswerIsUnreadable(String out) {
        assertThat(SubmitAnswer.submission(new Answer.Exited("condor_submit", 0, out, ""), Samples.order("a")))
                .isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schedd-off-submit-terse | ERROR: Can't find address of local schedd",
                "pool-off-submit-terse | ERROR: Can't find address of local schedd",
                "schedd-crash-submit | ERROR: Failed to connect to local queue manager (SECMAN:2011:Connection closed",
                "submit-noexe | ERROR: Executable file /no/such/program does not exist",
                "submit-badreq | ERROR: Parse error in expression:",
                "submit-baduniverse | ERROR: I don't know about the 'nonsense' universe.",
                "submit-garbage | ERROR: on Line 1 of submit file:",
                "submit-empty-stdin | ERROR: on Line 0 of submit file: no queue statement",
                "submit-noexecutable | ERROR: No 'executable' parameter was provided",
                "submit-nofile | ERROR: Failed to open command file (nosuchfile.sub)",
                "submit-noqueue | ERROR: on Line 2 of submit file: no queue statement",
                "submit-as-root-without-wrapper | CONDOR_IDS not defined",
            })
    void isCertainOfWhatFailsBeforeTheQueueIsReached(String sample, String words) {
        assertThat(submission(sample, "a"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.sentence())
                                .contains("exit status 1: ", words)
                                .doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: Failed to commit job submission into the queue.\n",
                "ERROR: Failed to queue job.\n",
                "ERROR: Failed submission for job 17.2 - aborting entire submit\n",
                "ERROR: Failed to spool job files.\n",
                "ERROR: something\nSECMAN:2007:Failed to received post-auth ClassAd\n",
                "SECMAN:2011:Connection closed\n",
                "Segmentation fault\n",
                "",
            })
    void isNotCertainOfWhatFailsLater(String err) {
        assertThat(SubmitAnswer.submission(new Answer.Exited("condor_submit", 1, "", err), Samples.order("a")))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void isNotCertainOfACommandThatWasEnded() {
        assertThat(SubmitAnswer.submission(new Answer.Ended("too late"), Samples.order("a")))
                .isEqualTo(new Unknown("too late"));
        assertThat(SubmitAnswer.submission(
                        new Answer.Exited("condor_submit", 137, "", "ERROR: on Line 2 of submit file: x"),
                        Samples.order("a")))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void isCertainOfACommandThatIsNotThere() {
        assertThat(SubmitAnswer.submission(new Answer.NotStarted("not there"), Samples.order("a")))
                .isEqualTo(new Refused("not there"));
    }

    private static Submission submission(String sample, String... nonces) {
        return SubmitAnswer.submission(Samples.answer(sample), Samples.order(nonces));
    }
}
