package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.protocol.AttemptId;

/**
 * The directory of one attempt, {@code WORK/JOB.ATTEMPT}, readable by the payload's user only, with {@code output} in it.
 *
 * <p>It is removed once the server has acknowledged the attempt's end, unless the job FINISHED and either wrote into
 * {@code output} or declared outputs: results stay where they are, for whoever collects them.
 */
public final class JobDirectory {

    private static final long ENOUGH_TO_START = 1L << 20;
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(4);
    private static final Duration ROOM_LOOK = Duration.ofMillis(100);

    private final Path path;
    private final PayloadUser user;

    JobDirectory(Path work, AttemptId attempt, PayloadUser user) {
        this.user = user;
        this.path = work.toAbsolutePath().normalize().resolve(attempt.toString());
    }

    public Path path() {
        return path;
    }

    Path output() {
        return path.resolve("output");
    }

    /**
     * An older directory of that name is a remnant of a lost pilot and is removed first. On a full disk it waits a few
     * seconds for room: the directory of the job before is perhaps being removed.
     */
    void create() throws NotStartedException, InterruptedException {
        var deadline = PilotClock.now().plus(ROOM_PATIENCE);
        while (!isCreated(deadline.isPast())) {
            Thread.sleep(ROOM_LOOK);
        }
    }

    /** @param last whether a lack of room is a failure */
    private boolean isCreated(boolean last) throws NotStartedException {
        try {
            make();
        } catch (IOException e) {
            if (!last && Causes.of(e).contains("No space left on device")) {
                return false;
            }
            throw NotStartedException.ofHost(
                    "The job's directory " + path + " could not be made (" + Causes.of(e) + ").",
                    "free or repair the work directory of pilots on this host.");
        }
        boolean full = isDiskFull();
        if (full && last) {
            throw NotStartedException.ofHost(
                    "The disk of the pilot's work directory " + path.getParent() + " is full.",
                    "free some of it, or give pilots on this host another one with --work.");
        }
        return !full;
    }

    private void make() throws IOException {
        if (exists()) {
            removeTree();
        }
        Files.createDirectories(path.getParent());
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(path, owner);
        Files.createDirectory(output(), owner);
        user.own(output());
        user.own(path);
    }

    /** Whether hardly anything can be written any more; if that cannot be told, whoever writes will find out. */
    boolean isDiskFull() {
        // a file store would first look for itself in the table of mounts
        var file = path.toFile();
        return file.getUsableSpace() < ENOUGH_TO_START && file.getTotalSpace() > 0;
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

    public boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    void removeTree() throws IOException {
        user.removeTree(path);
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
