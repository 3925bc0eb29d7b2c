package org.freshet.cli.pool;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.batch.BatchSystem;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;

/** This machine as one where pilots are submitted to HTCondor. */
final class SubmitHost {

    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private final Optional<Path> condorBin;
    private final Optional<Path> template;
    private final Path directory;
    private final Map<String, BatchSystem> systems = new HashMap<>();

    private SubmitHost(Optional<Path> condorBin, Optional<Path> template, Path directory) {
        this.condorBin = condorBin;
        this.template = template;
        this.directory = directory;
    }

    /** With what options, environment or configuration file say. */
    static SubmitHost of(Session session, @Nullable Path condorBin, @Nullable Path template, @Nullable Path directory) {
        return new SubmitHost(
                session.path(condorBin, "FRESHET_CONDOR_BIN", "condor-bin"),
                session.path(template, "FRESHET_CONDOR_TEMPLATE", "condor-template"),
                session.path(directory, "FRESHET_CONDOR_DIRECTORY", "condor-directory")
                        .orElseGet(() -> session.home().resolve("htcondor"))
                        .toAbsolutePath()
                        .normalize());
    }

    /** This machine's name for itself. */
    String name() {
        try {
            return Files.exists(NAME)
                    ? Files.readString(NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost"; // it is only said to people
        }
    }

    /** @param installation by this name the jobs of an installation are told from those of another */
    BatchSystem batch(String installation) {
        return systems.computeIfAbsent(installation, this::htcondor);
    }

    private BatchSystem htcondor(String installation) {
        return new NoHTCondor("HTCondor support is missing in this command (wanted for installation " + installation
                + ", commands " + condorBin.map(Path::toString).orElse("on the PATH") + ", template "
                + template.map(Path::toString).orElse("as shipped") + ", orders in " + directory + ")");
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
