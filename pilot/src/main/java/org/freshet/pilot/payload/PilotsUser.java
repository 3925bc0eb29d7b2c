package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payloads run as the user of the pilot itself. */
public final class PilotsUser implements PayloadUser {

    private final Commands commands;

    PilotsUser(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String by() {
        return "";
    }

    @Override
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public Start start(List<String> command, Map<String, String> env) {
        return new Start(command, env);
    }

    @Override
    public void own(Path file) {
        // it does already
    }

    @Override
    public boolean isExecutable(Path file) {
        return Files.isExecutable(file);
    }

    @Override
    public boolean isReadable(Path file) {
        return Files.isReadable(file);
    }

    @Override
    public boolean isDirectory(Path file) {
        return Files.isDirectory(file);
    }

    @Override
    public boolean hasContents(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    @Override
    public boolean isFile(Path file) {
        return Files.isRegularFile(file);
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public boolean isWritable(Path directory) {
        return Files.isWritable(directory) && Files.isExecutable(directory);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public byte[] contents(Path file, int most) throws IOException {
        return commands.contents(List.of(), file, most);
    }

    @Override
    public void sync(Path file) throws IOException {
        try (var open = FileChannel.open(file, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(List<Path> files) throws IOException {
        for (var file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void removeTree(Path directory) throws IOException {
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (IOException e) {
            // rm goes deeper than the longest path, and removes what it can although something stays
            var unused = commands.run(List.of("/bin/rm", "-rf", "--", directory.toString()), Commands.LONG);
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) throws IOException {
            // a payload may leave directories that even their owner cannot change
            if (!Files.isWritable(dir) || !Files.isExecutable(dir) || !Files.isReadable(dir)) {
                Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
        }
    }
}
