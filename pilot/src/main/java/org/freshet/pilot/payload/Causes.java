package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures of the file system in words; Java's messages often hold the file name only. */
final class Causes {

    private Causes() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException it -> "no such file: " + it.getFile();
            case FileSystemException it when it.getReason() != null -> it.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
