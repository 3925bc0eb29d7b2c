package org.freshet.server.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The directory that holds what this server keeps outside a database: the embedded database, tokens, logs.
 *
 * @param home setting {@code freshet.home}, by default {@code ~/.freshet}; made on first use, for its owner only
 */
@ConfigurationProperties("freshet")
public record FreshetHome(
        @DefaultValue("${user.home}/.freshet") Path home) {

    public FreshetHome {
        home = home.toAbsolutePath().normalize();
    }

    /**
     * The home itself, made if it is missing, and closed to others if somebody made it before with wider permissions.
     */
    Path claimed() {
        try {
            makePrivate(home);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the directory " + home, e);
        }
    }

    /** A directory below the home, made for the owner only if it is missing. */
    public Path directory(String name) {
        try {
            makePrivate(home);
            return makePrivate(home.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the directory " + home.resolve(name), e);
        }
    }

    /** Writes a file that only its owner can read; a reader sees the old or the new content, never a part. */
    public void writePrivately(String name, String content) {
        var target = home.resolve(name);
        try {
            makePrivate(home);
            var directory = Objects.requireNonNull(target.getParent(), "a file in the home has a parent");
            makePrivate(directory);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var part = Files.createTempFile(directory, ".part", "", ownerOnly);
            Files.writeString(part, content);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
    }

    /** What a small file in the home says; the first time it is written. */
    public String nameKept(String file, String first) {
        try {
            if (Files.notExists(home.resolve(file))) {
                writePrivately(file, first + "\n");
            }
            return Files.readString(home.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + home.resolve(file), e);
        }
    }

    private static Path makePrivate(Path directory) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(directory, ownerOnly);
    }
}
