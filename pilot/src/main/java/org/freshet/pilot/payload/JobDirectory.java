package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.freshet.protocol.AttemptId;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one attempt, {@code WORK/JOB.ATTEMPT}, readable by its owner only, with {@code output} in it.
 *
 * <p>It is removed once the server has acknowledged the attempt's end, unless the job FINISHED and either wrote into
 * {@code output} or declared outputs: results stay where they are, for whoever collects them.
 */
public final class JobDirectory {

    private final Path path;

    JobDirectory(Path work, AttemptId attempt) {
        this.path = work.toAbsolutePath().normalize().resolve(attempt.toString());
    }

    public Path path() {
        return path;
    }

    Path output() {
        return path.resolve("output");
    }

    /** An older directory of that name is a remnant of a lost pilot and is removed first. */
    void create() throws NotStartedException {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                removeTree();
            }
            Files.createDirectories(path.getParent());
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(path, owner);
            Files.createDirectory(output(), owner);
        } catch (IOException e) {
            throw new NotStartedException(
                    "The job's directory " + path + " could not be made (" + Causes.of(e) + ").",
                    "free or repair the pilot's work directory, then retry.");
        }
    }

    /** The declared outputs that do not exist or are empty, both here and in the output directory. */
    List<String> missing(List<String> outputs) {
        return outputs.stream()
                .filter(name -> isEmpty(path.resolve(name)) && isEmpty(output().resolve(name)))
                .toList();
    }

    /** Whether something was written to {@code output}. */
    boolean hasResults() {
        return !isEmpty(output());
    }

    void removeTree() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) throws IOException {
                // a payload may leave directories that even their owner cannot change
                if (!Files.isWritable(dir) || !Files.isExecutable(dir)) {
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
        });
    }

    private static boolean isEmpty(Path file) {
        try {
            if (!Files.isDirectory(file)) {
                return Files.size(file) == 0;
            }
            try (var entries = Files.newDirectoryStream(file)) {
                return !entries.iterator().hasNext();
            }
        } catch (IOException e) {
            return true;
        }
    }
}
