package org.freshet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Print the script with which a shell completes commands, options, states and file names.",
        footer = {
            "  source <(freshet completion bash)",
            "  freshet completion zsh > \"$${fpath[1]}/_freshet\"",
            "  freshet completion fish > ~/.config/fish/completions/freshet.fish"
        })
final class CompletionCommand extends DocumentedCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    private final CommandLine root;

    CompletionCommand(CommandLine root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        var out = root.getOut();
        out.print(
                switch (shell) {
                    case BASH -> bash();
                    case ZSH -> "#compdef freshet\n" + bash();
                    case FISH -> FishCompletion.of(root);
                });
        out.flush();
        return ExitCode.OK.number();
    }

    /** For zsh as well: the script loads the emulation of bash's completion there. */
    private String bash() {
        return AutoComplete.bash("freshet", root);
    }

    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    /** For the completion of shells. */
    static final class Shells extends ArrayList<String> {
        Shells() {
            super(List.of(Shell.values()).stream()
                    .map(it -> it.name().toLowerCase(Locale.ROOT))
                    .toList());
        }
    }
}
