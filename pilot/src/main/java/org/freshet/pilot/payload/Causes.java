package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Failures of the system in words; Java's messages often hold the file name only. */
final class Causes {

    /** What a machine says when it has run out of something, or its disk is broken. */
    private static final List<String> OF_THE_HOST = List.of(
            "No space left on device",
            "Disk quota exceeded",
            "Read-only file system",
            "Input/output error",
            "Stale file handle",
            "Too many open files",
            "Cannot allocate memory",
            "Resource temporarily unavailable");

    private Causes() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException it -> "no such file: " + it.getFile();
            case FileSystemException it when it.getReason() != null -> it.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /** Whether the machine is at fault, not what was asked of it. */
    static boolean areOfTheHost(IOException e) {
        return areOfTheHost(of(e));
    }

    static boolean areOfTheHost(String why) {
        return OF_THE_HOST.stream().anyMatch(why::contains);
    }
}
