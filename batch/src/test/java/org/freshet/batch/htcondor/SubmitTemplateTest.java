package org.freshet.batch.htcondor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freshet.batch.Capacity;
import org.freshet.batch.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitTemplateTest {

    private static final Path SHIPPED = Path.of("../deploy/htcondor/pilot.sub");

    @Test
    void findsNoFlawInTheOneThatIsShipped() {
        assertThat(shipped("", "").flaw()).isEmpty();
    }

    @Test
    void fillsInTheOrderWithoutMovingALine() {
        var order = Samples.order(new Capacity(2, 2048, 0, List.of("gpu", "it's \"5\" $(x)")), "a", "b");

        var text = filledIn(order);

        assertThat(text.lines()).hasSameSizeAs(shipped("", "").lines());
        assertThat(text)
                .contains(
                        "arguments               = \"'--server' 'http://a.example:8080,http://b.example:8080' '--site' 'ab'"
                                + " '--cores' '2' '--memory-mb' '2048' '--tag' 'gpu' '--tag' 'it''s \"\"5\"\" $(DOLLAR)(x)'"
                                + " --nonce=$(nonce) --batch-id $(ClusterId).$(ProcId)\"\n")
                .contains("request_memory          = 2048 + 128\n")
                .contains("# the site does not state it: request_disk")
                .contains("transfer_input_files    = /b/ab/o-1/secret, /p/pilot-package.tar.gz\n")
                .contains("MY.FreshetInstallation  = \"inst\"\n", "MY.FreshetOrder         = \"o-1\"\n")
                .contains("queue nonce from /b/ab/o-1/nonces\n")
                .doesNotContain("the-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MY.FreshetInstallation  = | # | must say \"MY.FreshetInstallation = \"@INSTALLATION@\"\"",
                "MY.FreshetNonce         = \"$(nonce)\" | +FreshetNonce = \"$(Nonce)x\" | must say \"MY.FreshetNonce = \"$(nonce)\"\"",
                "getenv                  = false | getenv = true | must say \"getenv = false\"",
                "leave_in_queue          = false | leave_in_queue = JobStatus == 4 | must say \"leave_in_queue = false\"",
                "= @SECRET@, @PACKAGE@ | = @PACKAGE@ | must say \"transfer_input_files = @SECRET@, @PACKAGE@\"",
                "\"@ARGUMENTS@\" | \"--site x\" | must say \"arguments = \"@ARGUMENTS@\"\"",
                "should_transfer_files   = YES | should_transfer_files = IF_NEEDED | must say \"should_transfer_files = YES\"",
                "queue nonce from @NONCES@ | queue 3 | must end with \"queue nonce from @NONCES@\"",
                "queue nonce from @NONCES@ | | must end with \"queue nonce from @NONCES@\"",
                "@CORES@ | @CORE@ | has @CORE@, which nothing is filled into",
            })
    void refusesATemplateThatDropsWhatIsNeeded(String shipped, String instead, String words) {
        assertThat(shipped(shipped, instead == null ? "" : instead).flaw())
                .hasValueSatisfying(it -> assertThat(it).startsWith("pilot.sub").contains(words));
    }

    @Test
    void takesOldAndNewSpellingOfAttributesAndTheLastOfSeveral() {
        assertThat(shipped("MY.FreshetOrder         = ", "+freshetorder = ").flaw())
                .isEmpty();
        assertThat(shipped("MY.FreshetOrder ", "MY.FreshetOrder = \"x\"\nMY.FreshetOrder ")
                        .flaw())
                .isEmpty();
    }

    @Test
    void refusesASecondQueue() {
        assertThat(shipped("executable  ", "queue 2\nexecutable  ").flaw()).isPresent();
    }

    @Test
    void showsTheLineThatHtcondorComplainsAbout() {
        var template = SubmitTemplate.parse("pilot.sub", "universe = vanilla\nnonsense\n");

        assertThat(template.withLine("ERROR: on Line 2 of submit file: no such thing"))
                .isEqualTo("ERROR: on Line 2 of submit file: no such thing (pilot.sub line 2 is \"nonsense\")");
        assertThat(template.withLine("ERROR: Failed to parse command file (line 0)."))
                .isEqualTo("ERROR: Failed to parse command file (line 0).");
    }

    @Test
    void refusesWhatASubmitFileCannotTake() {
        var lineBreak = Samples.order(new Capacity(1, 0, 0, List.of("gpu\nqueue 7")), "a");

        assertThatIllegalArgumentException().isThrownBy(() -> filledIn(lineBreak));
        assertThatIllegalArgumentException().isThrownBy(() -> filledIn(Samples.order("a\nb")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubmitValues.of(
                        Samples.order("a"), "inst", new OrderDirectory(Path.of("/with blank/ab/o-1")), files()))
                .withMessageContaining("/with blank/ab/o-1 has blanks");
    }

    private static String filledIn(Order order) {
        var values = SubmitValues.of(order, "inst", new OrderDirectory(Path.of("/b/ab/o-1")), files());
        assertThat(values.keySet()).containsExactlyElementsOf(SubmitValues.names());
        return shipped("", "").filledIn(values);
    }

    private static PilotFiles files() {
        return new PilotFiles(SHIPPED, Path.of("/p/start-pilot"), Path.of("/p/pilot-package.tar.gz"));
    }

    private static SubmitTemplate shipped(String text, String instead) {
        try {
            var shipped = Files.readString(SHIPPED);
            assertThat(shipped).contains(text);
            return SubmitTemplate.parse("pilot.sub", text.isEmpty() ? shipped : shipped.replace(text, instead));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
