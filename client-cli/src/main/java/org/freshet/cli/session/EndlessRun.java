package org.freshet.cli.session;

import org.freshet.cli.text.Terminal;

/** While it is open, Ctrl-C is the proper end of the command, exit code 0, and not an interruption. */
public final class EndlessRun implements AutoCloseable {

    private final Thread end;

    private EndlessRun(Thread end) {
        this.end = end;
    }

    /** Of a command that would go on for ever. */
    public static EndlessRun of(Terminal terminal) {
        var run = new EndlessRun(new Thread(() -> {
            if (terminal.interactive()) {
                terminal.out().println();
            }
            terminal.out().flush();
            terminal.err().flush();
            Runtime.getRuntime().halt(ExitCode.OK.number());
        }));
        Runtime.getRuntime().addShutdownHook(run.end);
        return run;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // Ctrl-C came meanwhile
        }
    }
}
