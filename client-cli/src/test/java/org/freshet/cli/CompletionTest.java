package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            freshet jo                         | job
            freshet job su                     | submit
            freshet job list --sta             | --state
            freshet job list --state fai       | failed
            freshet job list --reason-code pil | pilot_lost
            freshet pilot list --state bu      | busy
            freshet purge --what serv          | service-log
            freshet summary --colour al        | always
            freshet completion fi              | fish
            freshet job submit desc            | descriptions.json
            freshet validate --offl            | --offline
            """)
    void completesInBash(String line, String word) throws IOException {
        Files.writeString(directory.resolve("descriptions.json"), "[]");

        assertThat(bash(line)).contains(word);
    }

    private List<String> bash(String line) throws IOException {
        var script = write("bash", script("bash"));
        String[] words = line.split(" ");
        return run("bash", "-c", """
                source %s
                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
                _complete_freshet freshet '%s' '%s'
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(
                script, line, words.length - 1, line, line.length(), words[words.length - 1], words[words.length - 2]));
    }

    @Test
    void completesInZsh() throws IOException {
        Assumptions.assumeTrue(isThere("zsh"), "there is no zsh");
        var script = write("_freshet", script("zsh"));

        assertThat(run(
                        "zsh",
                        "-f",
                        "-c",
                        "autoload -U compinit && compinit -D -u && source " + script + " && print $_comps[freshet]"))
                .last()
                .asString()
                .contains("_bash_complete");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            freshet jo                         | job
            freshet job su                     | submit
            freshet job list --sta             | --state
            freshet job list --state fai       | failed
            freshet purge --what serv          | service-log
            freshet job submit desc            | descriptions.json
            """)
    void completesInFish(String line, String word) throws IOException {
        Assumptions.assumeTrue(isThere("fish"), "there is no fish");
        Files.writeString(directory.resolve("descriptions.json"), "[]");
        var script = write("freshet.fish", script("fish"));

        assertThat(run("fish", "-N", "-c", "source " + script + "; complete -C '" + line + "'"))
                .anySatisfy(it -> assertThat(it.split("\t")[0]).isEqualTo(word));
    }

    @Test
    void tellsFishEveryCommandAndTheValuesOfOptions() {
        assertThat(script("fish"))
                .contains("complete -c freshet -n '__freshet_wants' -a summary -d 'Count jobs")
                .contains("complete -c freshet -n '__freshet_wants job' -a submit -d ")
                .contains("complete -c freshet -n '__freshet_at job list' -l state -d ")
                .contains("-r -a 'template defined dispatched running finished")
                .contains("complete -c freshet -n '__freshet_at validate' -F\n");
    }

    @Test
    void knowsThreeShells() {
        assertThat(script("zsh")).startsWith("#compdef freshet\n");
        assertThat(new CommandRun().run("completion", "csh").code()).isEqualTo(2);
        assertThat(new CommandRun().run("completion", "bsh").err())
                .contains("no such shell 'bsh'; did you mean 'bash'?");
    }

    private static String script(String shell) {
        var result = new CommandRun().run("completion", shell);
        assertThat(result.code()).isZero();
        return result.out();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    /** With FRESHET_TEST_ALL=1 what is missing is a failure. */
    private static boolean isThere(String shell) {
        return "1".equals(System.getenv("FRESHET_TEST_ALL"))
                || List.of("/usr/bin/", "/bin/", "/usr/local/bin/").stream()
                        .anyMatch(it -> Files.isExecutable(Path.of(it + shell)));
    }

    private List<String> run(String... command) throws IOException {
        var out = directory.resolve("out");
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Files.readAllLines(out);
    }
}
