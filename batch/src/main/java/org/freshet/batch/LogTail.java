package org.freshet.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log, however long the log is. */
public final class LogTail {

    private static final int BYTES = 4096;
    private static final int CHARACTERS = 300;

    private LogTail() {}

    /** The last line that is not blank, at most 300 characters of it, in one line of printable text; empty if none. */
    public static String lastLine(Path log) throws IOException {
        var bytes = ByteBuffer.allocate(BYTES);
        try (var file = FileChannel.open(log)) {
            file.read(bytes, Math.max(0, file.size() - BYTES));
        }
        var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        var line = text.lines()
                .filter(it -> !it.isBlank())
                .reduce((first, second) -> second)
                .orElse("")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        return line.length() > CHARACTERS ? line.substring(0, CHARACTERS) + "…" : line;
    }
}
