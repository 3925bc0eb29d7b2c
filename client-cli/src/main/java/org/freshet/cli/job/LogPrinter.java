package org.freshet.cli.job;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.freshet.cli.text.Words;
import org.freshet.protocol.LogPart;

/** Writes one stream of a payload's output, every byte once and unchanged, and says where bytes are missing. */
final class LogPrinter {

    private final PrintStream out;

    /** Position in the payload's stream up to which all is written or said to be left out. */
    private long position;

    private boolean inLine;

    LogPrinter(PrintStream out) {
        this.out = out;
    }

    /** Takes all but the last lines for written; nothing, if the bytes behind the gap are fewer lines than that. */
    void skipToLast(int lines, LogPart part) {
        boolean whole = part.totalBytes() == (long) part.head().length + part.tail().length;
        var known = new ByteArrayOutputStream();
        if (whole) {
            known.writeBytes(part.head());
        }
        known.writeBytes(part.tail());
        int from = beginOfLast(lines, known.toByteArray());
        if (whole || from > 0) {
            position = part.totalBytes() - known.size() + from;
        }
    }

    private static int beginOfLast(int lines, byte[] bytes) {
        if (lines == 0) {
            return bytes.length;
        }
        int left = lines;
        // the last byte ends the last line, or is in it
        for (int n = bytes.length - 2; n >= 0; n--) {
            if (bytes[n] == '\n' && --left == 0) {
                return n + 1;
            }
        }
        return 0;
    }

    /**
     * Writes what is new.
     *
     * @return whether anything was
     */
    boolean print(LogPart part) {
        long before = position;
        write(part.head(), 0);
        long tailBegin = part.totalBytes() - part.tail().length;
        if (position < tailBegin) {
            leaveOut(tailBegin - position);
            position = tailBegin;
        }
        write(part.tail(), tailBegin);
        out.flush();
        return position > before;
    }

    private void write(byte[] bytes, long begin) {
        long known = position - begin;
        if (known >= 0 && known < bytes.length) {
            int from = (int) known;
            out.write(bytes, from, bytes.length - from);
            position = begin + bytes.length;
            inLine = bytes[bytes.length - 1] != '\n';
        }
    }

    private void leaveOut(long bytes) {
        String marker = (inLine ? "\n" : "") + "[… " + Words.number(bytes) + " bytes left out …]\n";
        out.writeBytes(marker.getBytes(StandardCharsets.UTF_8));
        inLine = false;
    }
}
