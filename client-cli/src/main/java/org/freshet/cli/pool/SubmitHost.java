package org.freshet.cli.pool;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.ThisHost;
import org.freshet.batch.htcondor.CondorCommands;
import org.freshet.batch.htcondor.HTCondor;
import org.freshet.batch.htcondor.PilotFiles;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;

/** This machine as one where pilots are submitted to HTCondor. */
final class SubmitHost {

    private final Optional<Path> condorBin;
    private final PilotFiles files;
    private final Path directory;
    private final Map<String, BatchSystem> systems = new HashMap<>();

    private SubmitHost(Optional<Path> condorBin, PilotFiles files, Path directory) {
        this.condorBin = condorBin;
        this.files = files;
        this.directory = directory;
    }

    /** With what options, environment or configuration file say. */
    static SubmitHost of(Session session, @Nullable Path condorBin, @Nullable Path template, @Nullable Path directory) {
        return new SubmitHost(
                session.path(condorBin, "FRESHET_HTCONDOR_BIN", "htcondor-bin"),
                files(session, template),
                session.path(directory, "FRESHET_HTCONDOR_DIRECTORY", "htcondor-directory")
                        .orElseGet(() -> session.home().resolve("htcondor"))
                        .toAbsolutePath()
                        .normalize());
    }

    /** The start script of the command knows where the shipped ones are. */
    private static PilotFiles files(Session session, @Nullable Path template) {
        var start =
                session.path(null, "FRESHET_HTCONDOR_START", "htcondor-start").orElse(Path.of("start-pilot"));
        return new PilotFiles(
                session.path(template, "FRESHET_HTCONDOR_TEMPLATE", "htcondor-template")
                        .orElseGet(() -> start.resolveSibling("pilot.sub")),
                start,
                session.path(null, "FRESHET_HTCONDOR_PACKED", "htcondor-packed")
                        .orElse(Path.of("pilot-package.tar.gz")));
    }

    /** This machine's name for itself. */
    String name() {
        return ThisHost.name();
    }

    /** @param installation by this name the jobs of an installation are told from those of another */
    BatchSystem batch(String installation) {
        return systems.computeIfAbsent(installation, this::htcondor);
    }

    private BatchSystem htcondor(String installation) {
        var commands = new CondorCommands(condorBin.orElse(null), System.getenv(), CondorCommands.Limits.STANDARD);
        return new HTCondor(commands, directory, files, installation, InstantSource.system());
    }

    /**
     * Makes the directory for orders, which hold the secrets of sites. Before a calculation begins: nobody else may calculate
     * the site meanwhile.
     */
    void prepare() {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (isOpen()) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        directory
                                + " is open to others, and orders hold the secret of a site: nothing was done. Close it"
                                + " with: chmod 700 " + directory);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "The directory for orders, " + directory + ", cannot be made: " + e.getMessage()
                            + ". Name another with --directory.",
                    e);
        }
    }

    private boolean isOpen() throws IOException {
        var permissions = Files.getPosixFilePermissions(directory);
        return Stream.of(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE).anyMatch(permissions::contains);
    }
}
