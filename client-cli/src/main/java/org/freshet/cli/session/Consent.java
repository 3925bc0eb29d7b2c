package org.freshet.cli.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Lets whoever deletes something type what it is called, so that nothing is deleted by accident. */
public final class Consent {

    private Consent() {}

    /**
     * Comes back if the answer is right.
     *
     * @param what is deleted, for example {@code workflow 7 with all its jobs}
     * @param kind of the answer: {@code name} or {@code number}
     * @throws CommandFailure if there is no terminal, or another answer
     */
    public static void ask(Session session, String what, String kind, String expected) {
        var terminal = session.terminal();
        if (!terminal.interactive()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Nothing was deleted: there is no terminal to ask on. Say --yes if you are sure.");
        }
        terminal.note("This deletes " + what + ". Type its " + kind + " to go on:");
        if (!expected.equals(line(session))) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was deleted: that is not its " + kind + ".");
        }
    }

    private static String line(Session session) {
        try {
            var line = new BufferedReader(new InputStreamReader(session.input(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was deleted: the answer cannot be read.", e);
        }
    }
}
