package org.freshet.cli.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "dump",
        description = {
            "Write everything that is in the database at this moment into one file.",
            "The server works on meanwhile. The file holds the hashes of all tokens: it is for its owner only."
        },
        footer = {"  freshet db dump freshet.dump", "  freshet db dump --json \"/backup/freshet-$(date +%%F).dump\""})
final class DatabaseDump extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "Where to; an older file of that name is replaced.")
    private Path file = Path.of("");

    DatabaseDump(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var part = emptyPart();
        try {
            server().download("/database/dump", part);
            var dump = checked(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            print(dump, Files.size(file));
            return ExitCode.OK;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            remove(part);
        }
    }

    /** Beside the file, so that it can take its place in one step. */
    private Path emptyPart() {
        var directory = file.toAbsolutePath().getParent();
        try {
            return Files.createTempFile(
                    directory,
                    "." + file.getFileName(),
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static DumpFile checked(Path part) {
        try {
            return DumpFile.read(part);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The dump broke off (" + e.getMessage() + "); nothing was written. The server's log says why.",
                    e);
        }
    }

    private CommandFailure unwritable(IOException e) {
        return new CommandFailure(ExitCode.REFUSED, file + " cannot be written: " + reason(e), e);
    }

    private static @Nullable String reason(IOException e) {
        return e.getClass() == IOException.class
                ? e.getMessage()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private void print(DumpFile dump, long bytes) {
        if (json()) {
            var document = Json.MAPPER
                    .createObjectNode()
                    .put("file", file.toString())
                    .put("bytes", bytes)
                    .put("at", dump.at());
            document.set("rows", dump.rows());
            terminal().json(document.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            terminal()
                    .say("%s holds the database of %s: %s rows, %s bytes."
                            .formatted(file, dump.at(), Words.number(dump.totalRows()), Words.number(bytes)));
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // It is readable by its owner only, and its name says what it is.
        }
    }
}
