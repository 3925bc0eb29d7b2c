package org.freshet.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;

/** Keeps the logs of the local pilots that ended last, and what their jobs left behind. */
final class EndedPilots {

    private static final int KEPT = 20;

    private EndedPilots() {}

    /** Discards all but the last 20 that ended. */
    static void tidy(Collection<Path> directories, Instant now) throws IOException {
        record Ended(PilotDirectory pilot, FileTime at) {}
        var ended = new ArrayList<Ended>();
        for (var directory : directories) {
            var pilot = new PilotDirectory(directory);
            if (Files.exists(directory.resolve("slip")) && pilot.slot(now).isEmpty()) {
                ended.add(new Ended(pilot, endOf(directory)));
            }
        }
        ended.sort(Comparator.comparing(Ended::at).reversed());
        for (var old : ended.stream().skip(KEPT).toList()) {
            old.pilot().discard();
        }
    }

    /** The last sign of it: its exit, else its start. */
    private static FileTime endOf(Path directory) throws IOException {
        try {
            return Files.getLastModifiedTime(directory.resolve("exit"));
        } catch (NoSuchFileException e) {
            return Files.getLastModifiedTime(directory.resolve("slip"));
        }
    }
}
