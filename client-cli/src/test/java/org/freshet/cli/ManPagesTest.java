package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Time;
import org.freshet.cli.text.Terminal;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {

    private static final Map<String, String> PAGES = ManPages.pages(
            new Session(
                    Map.of(),
                    InputStream.nullInputStream(),
                    new Terminal(System.out, System.err, false, false, 0),
                    Time.ofThisMachine()),
            "1.2.3",
            "2026-11-20");

    @TempDir
    Path directory;

    @Test
    void hasAPageForEveryCommand() {
        var names = HelpTest.commands().map(words -> "freshet-" + String.join("-", words) + ".1");

        assertThat(PAGES).containsKeys("freshet.1", "freshet-job.1").containsKeys(names.toArray(String[]::new));
    }

    @Test
    void saysOfEveryCommandWhatItDoesWithOptionsExitCodesAndExamples() {
        HelpTest.commands()
                .map(words -> String.valueOf(PAGES.get("freshet-" + String.join("-", words) + ".1")))
                .forEach(page -> assertThat(page)
                        .startsWith(".TH FRESHET\\-")
                        .contains("\n.SH NAME\nfreshet\\-", "\n.SH SYNOPSIS\n.B freshet ", "\n.SH DESCRIPTION\n")
                        .contains("\n.SH OPTIONS\n.TP\n.B \\-")
                        .contains("\n.SH EXIT STATUS\n", "\n.B 70\n")
                        .containsPattern("\n\\.SH EXAMPLES\n\\.nf\n.*freshet ")
                        .containsPattern("\n\\.SH SEE ALSO\n\\.BR freshet")
                        .doesNotContain("${sys:", "${DEFAULT", "${COMP", "$${", "@|"));
    }

    @Test
    void namesEnvironmentAndCommandsOnTheFirstPage() {
        assertThat(PAGES.get("freshet.1"))
                .contains(
                        ".SH ENVIRONMENT\n", "FRESHET_TOKEN", ".B freshet\\-job(1)\n", "2026-11-20 \"Freshet 1.2.3\"");
    }

    @Test
    void saysNothingThatTroffWarnsOf() throws Exception {
        Assumptions.assumeTrue(isThere("groff"), "there is no groff");
        for (var page : PAGES.entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }

        var pages = PAGES.keySet().stream().sorted();
        var words = Stream.concat(Stream.of("groff", "-ww", "-man", "-Tutf8", "-z"), pages);
        var groff = new ProcessBuilder(words.toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(groff.getInputStream().readAllBytes())).isEmpty();
        assertThat(groff.waitFor()).isZero();
    }

    @Test
    void isReadableForPeople() throws Exception {
        Assumptions.assumeTrue(isThere("man"), "there is no man");
        var page = Files.writeString(directory.resolve("x.1"), String.valueOf(PAGES.get("freshet-job-submit.1")));

        var builder = new ProcessBuilder("man", "--warnings", "-l", page.toString()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("MANWIDTH", "100", "LC_ALL", "C.UTF-8", "MANPAGER", "cat"));
        var man = builder.start();

        assertThat(new String(man.getInputStream().readAllBytes()))
                .doesNotContain("warning")
                .contains("freshet job submit [-h")
                .containsPattern("-f, --file=INPUT\\[,INPUT")
                .contains("generate-jobs | freshet job submit - --json");
    }

    private static boolean isThere(String program) throws IOException, InterruptedException {
        return "1".equals(System.getenv("FRESHET_TEST_ALL"))
                || new ProcessBuilder("/bin/sh", "-c", "command -v " + program)
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0;
    }
}
