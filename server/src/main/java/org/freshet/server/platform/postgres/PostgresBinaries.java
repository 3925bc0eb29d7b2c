package org.freshet.server.platform.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the archive on the class path. */
final class PostgresBinaries {

    static final String VERSION = "18.6";
    static final String MAJOR = "18";

    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /** Unpacks them below {@code parent} unless they are there. They appear whole or not at all. */
    static PostgresBinaries in(Path parent) throws IOException {
        checkMachine();
        var directory = parent.resolve("postgres-" + VERSION);
        if (!Files.exists(directory)) {
            try (var _ = ProcessLock.await(parent.resolve("postgres-" + VERSION + ".lock"))) {
                unpackUnlessThere(directory);
            }
        }
        return new PostgresBinaries(directory);
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static void checkMachine() {
        var machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64")) {
            throw new DatabaseUnusable(
                    "The embedded PostgreSQL runs on Linux on x86-64 only, this is " + machine + ".",
                    "Set FRESHET_DATABASE_URL to a PostgreSQL 15 or newer.");
        }
    }

    private static void unpackUnlessThere(Path directory) throws IOException {
        if (Files.exists(directory)) {
            return;
        }
        log.info("Unpacking PostgreSQL {} into {}", VERSION, directory);
        var part = directory.resolveSibling(directory.getFileName() + ".part");
        Directories.delete(part);
        Files.createDirectories(part);
        unpack(part);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        // A crash of the machine must not leave a directory of empty files under the final name.
        Command.of(List.of("sync", "--file-system", part.toString())).run();
        Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(Path directory) throws IOException {
        var archive = Objects.requireNonNull(
                PostgresBinaries.class.getResourceAsStream(ARCHIVE), ARCHIVE + " is missing on the class path");
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                unpack(entry, tar, directory);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path directory) throws IOException {
        var target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException(ARCHIVE + " holds a path that leads out of it: " + entry.getName());
        }
        Files.createDirectories(entry.isDirectory() ? target : Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
