package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Time;
import org.freshet.cli.text.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    @ParameterizedTest
    @MethodSource("commands")
    void describesEveryCommandWithAnExample(List<String> words) {
        var arguments = new ArrayList<>(words);
        arguments.add("--help");

        var result = new CommandRun().run(arguments.toArray(String[]::new));

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("Usage: freshet " + String.join(" ", words))
                .containsPattern("\nExamples:\n  (source <\\()?freshet ");
        assertThat(new CommandRun()
                        .run(Stream.concat(Stream.of("help"), words.stream()).toArray(String[]::new))
                        .out())
                .isEqualTo(result.out());
    }

    /** What picocli cannot format it complains of on the process's own stderr. */
    @Test
    void showsNoHelpWithAComplaint() {
        var complaints = new ByteArrayOutputStream();
        var stderr = System.err;
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
        try {
            all(Freshet.commandLine(nowhere())).forEach(command -> {
                var arguments = Stream.concat(words(command).stream(), Stream.of("--help"));

                assertThat(new CommandRun()
                                .run(arguments.toArray(String[]::new))
                                .err())
                        .isEmpty();
            });
        } finally {
            System.setErr(stderr);
        }

        assertThat(complaints.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void offersJsonWithEveryCommandWhoseAnswerAScriptMayWant() {
        var withoutJson = commands()
                .filter(words -> !command(words).getCommandSpec().optionsMap().containsKey("--json"))
                .map(words -> String.join(" ", words));

        assertThat(withoutJson).containsExactly("completion");
    }

    private static CommandLine command(List<String> words) {
        var command = Freshet.commandLine(nowhere());
        for (String word : words) {
            command = command.getSubcommands().get(word);
        }
        return command;
    }

    private static Session nowhere() {
        return new Session(
                Map.of(),
                InputStream.nullInputStream(),
                new Terminal(System.out, System.err, false, false, 0),
                Time.ofThisMachine());
    }

    /** Every command that does something, as the words that call it. */
    static Stream<List<String>> commands() {
        return all(Freshet.commandLine(nowhere()))
                .filter(command -> command.getSubcommands().isEmpty())
                .map(HelpTest::words)
                .filter(words -> !words.equals(List.of("help")));
    }

    /** With the groups and {@code freshet} itself. */
    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }

    private static List<String> words(CommandLine command) {
        return Stream.of(command.getCommandSpec().qualifiedName().split(" "))
                .skip(1)
                .toList();
    }

    @Test
    void listsExitCodesAndEnvironment() {
        var result = new CommandRun().run("--help");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("   8    the time given with --timeout passed")
                .contains("FRESHET_HOME")
                .contains("NO_COLOR");
    }

    @Test
    void callsEachCommandByTheNameThatItGivesItself() {
        assertThat(all(Freshet.commandLine(nowhere())).flatMap(it -> it.getSubcommands().entrySet().stream()))
                .allSatisfy(command ->
                        assertThat(command.getValue().getCommandSpec().name()).isEqualTo(command.getKey()));
    }

    @Test
    void buildsNoCommandThatIsNotCalled() {
        var freshet = Freshet.commandLine(nowhere(), "job", "list", "--json");

        assertThat(all(freshet).map(HelpTest::words))
                .containsExactly(List.of(), List.of("job"), List.of("job", "list"));
    }

    @Test
    void showsTheUsageWhenTheCommandIsMissing() {
        for (var arguments : List.of(new String[] {}, new String[] {"job"}, new String[] {"pilot"})) {
            var result = new CommandRun().run(arguments);

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("Usage: freshet");
        }
    }

    @Test
    void hasNoHelpForAnUnknownCommand() {
        var result = new CommandRun().run("help", "job", "lst");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("'freshet job' has no command 'lst'; did you mean 'list'?\n");
    }

    @Test
    void printsItsVersion() {
        var result = new CommandRun().run("--version");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("freshet ").hasLineCount(1);
    }
}
