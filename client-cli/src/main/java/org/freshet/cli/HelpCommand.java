package org.freshet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code freshet help job submit} for those who do not think of {@code freshet job submit --help}. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        footer = {"  freshet help", "  freshet help job submit"})
final class HelpCommand extends DocumentedCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, word by word.")
    private List<String> words = List.of();

    private final CommandLine root;

    HelpCommand(CommandLine root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        var command = root;
        for (var word : words) {
            var next = command.getSubcommands().get(word);
            if (next == null) {
                throw new UnmatchedArgumentException(command, List.of(word));
            }
            command = next;
        }
        command.usage(root.getOut());
        return ExitCode.OK.number();
    }
}
