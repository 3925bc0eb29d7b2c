package org.freshet.server.dashboard.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.freshet.protocol.LogPart.Stream;

/**
 * What the server keeps of one stream of an attempt.
 *
 * @param head the first bytes
 * @param tail the last bytes
 * @param total length of the whole stream; what is missing between head and tail was not kept
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shown, never compared
public record StoredLog(Stream stream, byte[] head, byte[] tail, long total) {

    /** The columns as they are stored: gzip, or nothing at all. */
    public static StoredLog unpacked(Stream stream, byte[] head, byte[] tail, long total) {
        return new StoredLog(stream, unpacked(head), unpacked(tail), total);
    }

    static StoredLog empty(Stream stream) {
        return new StoredLog(stream, new byte[0], new byte[0], 0);
    }

    String name() {
        return stream.name().toLowerCase(Locale.ROOT);
    }

    /** Bytes between head and tail that were not kept. */
    long lost() {
        return Math.max(0, total - head.length - tail.length);
    }

    /** Whether it was emptied when its retention was over: of a log that is kept, at least the end is there. */
    boolean wasRemoved() {
        return total > 0 && head.length == 0 && tail.length == 0;
    }

    /** The bytes with a line where some are missing, for reading outside of the pages. */
    public byte[] plain(String gap) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(head.length + tail.length + gap.length() + 2);
        plain.writeBytes(head);
        if (lost() > 0) {
            plain.writeBytes(("\n" + gap + "\n").getBytes(StandardCharsets.UTF_8));
        }
        plain.writeBytes(tail);
        return plain.toByteArray();
    }

    private static byte[] unpacked(byte[] stored) {
        if (stored.length == 0) {
            return stored;
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a stored log cannot be unpacked", e);
        }
    }
}
