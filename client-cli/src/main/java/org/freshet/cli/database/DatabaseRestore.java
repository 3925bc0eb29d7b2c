package org.freshet.cli.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.Restored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Replace the content of a database without jobs by that of a dump, all of it or nothing.",
            "Sites, accounts and tokens come from the dump as well. The server starts anew with it, which takes some"
                    + " seconds; this command waits for it."
        },
        footer = {"  freshet db restore freshet.dump", "  freshet db restore freshet.dump --json | jq .rows.job"})
final class DatabaseRestore extends ServerCommand {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(15);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    @Parameters(paramLabel = "FILE", description = "What 'freshet db dump' wrote.")
    private Path file = Path.of("");

    DatabaseRestore(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        check();
        var answer = server().upload("/database/restore", file);
        var restored = answer.as(Restored.class);
        awaitNewStart();
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var rows =
                    restored.rows().values().stream().mapToLong(Long::longValue).sum();
            terminal()
                    .say("Restored the database of %s: %s rows. The server runs with it."
                            .formatted(Words.time(restored.dumpedAt()), Words.number(rows)));
        }
        return ExitCode.OK;
    }

    /** Before anything is sent. */
    private void check() {
        try {
            DumpFile.read(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED, file + " is not a whole dump (" + e.getMessage() + "). Nothing was changed.", e);
        }
    }

    private void awaitNewStart() {
        await(LONGEST_FAREWELL, false);
        if (!await(LONGEST_START, true)) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The dump was restored, but the server is not back after " + LONGEST_START.toMinutes()
                            + " minutes: look at its log.");
        }
    }

    private boolean await(Duration longest, boolean wanted) {
        var time = session.time();
        var end = time.elapsed().plus(longest);
        while (isThere() != wanted) {
            if (time.elapsed().compareTo(end) > 0) {
                return false;
            }
            time.pause(STEP);
        }
        return true;
    }

    /** The token may be another one from now on, so a refusal is an answer as well. */
    private boolean isThere() {
        try {
            server().get("/summary");
            return true;
        } catch (CommandFailure e) {
            return e.code() != ExitCode.UNREACHABLE;
        }
    }
}
