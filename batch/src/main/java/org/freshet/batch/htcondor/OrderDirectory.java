package org.freshet.batch.htcondor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.freshet.batch.Order;

/**
 * The files of an order, which only their owner can read: {@code pilot.sub}, what HTCondor is given; {@code nonces}, one line for
 * each job; {@code secret}, which jobs get a copy of; {@code cluster}, its number, once HTCondor told it; and what comes back, the
 * event log {@code job.log} and the pilots' {@code pilot.N.log}.
 */
record OrderDirectory(Path path) {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ENTERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_READS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static final String SUBMIT_FILE = "pilot.sub";

    /** @throws FileAlreadyExistsException the order was submitted before */
    static OrderDirectory make(Path site, Order order) throws IOException {
        try {
            Files.createDirectories(site, OWNER_ENTERS);
        } catch (FileAlreadyExistsException e) {
            throw new NotDirectoryException(site.toString());
        }
        var directory = new OrderDirectory(Files.createDirectory(site.resolve(order.orderId()), OWNER_ENTERS));
        try {
            Files.createFile(directory.secret(), OWNER_READS);
            Files.writeString(directory.secret(), order.launch().secret().value() + "\n");
            Files.write(directory.nonces(), order.nonces());
            return directory;
        } catch (IOException e) {
            directory.delete();
            throw e;
        }
    }

    String orderId() {
        return String.valueOf(path.getFileName());
    }

    Path nonces() {
        return path.resolve("nonces");
    }

    Path secret() {
        return path.resolve("secret");
    }

    Path log(JobNumber job) {
        return path.resolve("pilot." + job.proc() + ".log");
    }

    void writeSubmitFile(String text) throws IOException {
        Files.writeString(path.resolve(SUBMIT_FILE), text);
    }

    void rememberCluster(int cluster) throws IOException {
        Files.writeString(path.resolve("cluster"), cluster + "\n");
    }

    /** The number that HTCondor gave to the order; empty if its answer was lost, or it has not come yet. */
    Optional<String> cluster() throws IOException {
        var file = path.resolve("cluster");
        return Files.exists(file)
                ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                : Optional.empty();
    }

    /** The newest sign of life: of the order's beginning, or of one of its jobs. */
    Instant lastChange() throws IOException {
        var newest = Files.getLastModifiedTime(path);
        try (var files = Files.newDirectoryStream(path)) {
            for (var file : files) {
                var time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest.toInstant();
    }

    void forgetSecret() throws IOException {
        Files.deleteIfExists(secret());
    }

    void delete() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
