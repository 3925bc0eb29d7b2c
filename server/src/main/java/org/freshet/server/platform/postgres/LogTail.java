package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is appended to a log file from a moment on. */
record LogTail(Path file, long start) {

    /** PostgreSQL writes a few lines per start and one per failed statement; one older file is kept. */
    private static final long ROTATE_AT_BYTES = 10_000_000;

    private static final int LAST_WORDS = 3;

    private static final Pattern EVERY_START =
            Pattern.compile("LOG: +(starting PostgreSQL|listening on|database system )");

    /** Sets the file aside if it has grown large, and remembers its end. */
    static LogTail from(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > ROTATE_AT_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new LogTail(file, Files.exists(file) ? Files.size(file) : 0);
    }

    String read() throws IOException {
        try (var input = Files.newInputStream(file)) {
            input.skipNBytes(start);
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The messages that explain an end, without their time stamps. */
    static String lastWords(String output) {
        var lines = output.lines().filter(it -> !EVERY_START.matcher(it).find()).toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - LAST_WORDS))
                .map(it -> it.replaceFirst("^.*?((LOG|FATAL|PANIC|HINT|DETAIL|ERROR|WARNING): )", "$1"))
                .collect(Collectors.joining(" "));
    }
}
