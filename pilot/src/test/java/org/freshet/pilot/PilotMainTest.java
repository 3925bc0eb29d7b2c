package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PilotMainTest {

    @TempDir
    Path temp;

    private final StringWriter complaints = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--site local | --server",
                "--server http://a | --site",
                "--server ftp://a --site local | --server ftp://a is not of the form",
                "--server http://user:pw@a --site local | no user",
                "--server http://a --site local --nonce short | --nonce needs 16",
                "--server http://a --site local --cores 0 | --cores",
                "--server http://a --site local --memory-mb -1 | --memory-mb",
                "--server http://a --site local --disk-mb x | --disk-mb",
                "--server http://a --site local --delete-secret-file | needs --secret-file",
                "--server http://a --site local --surprise | --surprise"
            })
    void refusesACommandLineInOneSentence(String line, String complaint) {
        int code = run(line.split(" "));

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(complaints.toString()).contains(complaint);
        assertThat(complaints.toString().lines().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void refusesAWorkDirectoryThatCannotBeUsed() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "x");

        assertThat(run("--server", "http://a", "--site", "local", "--work", file.toString()))
                .isEqualTo(ExitCode.WORK_DIRECTORY.number());
    }

    @Test
    void refusesToStartWithoutASecret() throws IOException {
        var empty = Files.writeString(temp.resolve("empty"), "\n");

        assertThat(run(
                        "--server",
                        "http://a",
                        "--site",
                        "local",
                        "--work",
                        temp.toString(),
                        "--secret-file",
                        empty + ""))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void readsTheSecretFromTheFirstLine() throws IOException {
        var input = new ByteArrayInputStream("  s3cret \nmore\n".getBytes(StandardCharsets.UTF_8));

        assertThat(new SecretSource(null, false).read(input)).isEqualTo("s3cret");
    }

    @Test
    void deletesTheSecretsFileWhenToldTo() throws IOException {
        var kept = Files.writeString(temp.resolve("kept"), "a\n");
        var deleted = Files.writeString(temp.resolve("deleted"), "b\n");

        var secrets = new ArrayList<>(List.of(new SecretSource(kept, false).read(System.in)));
        secrets.add(new SecretSource(deleted, true).read(System.in));

        assertThat(secrets).containsExactly("a", "b");
        assertThat(kept).exists();
        assertThat(deleted).doesNotExist();
    }

    private int run(String... args) {
        return PilotMain.commandLine().setErr(new PrintWriter(complaints)).execute(args);
    }

    @Test
    void documentsEveryExitCode() {
        var usage = PilotMain.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);

        assertThat(List.of(ExitCode.values()))
                .allSatisfy(it -> assertThat(usage).containsPattern("\\b" + it.number() + " [a-z]"));
    }
}
