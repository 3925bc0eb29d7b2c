package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.LogPart;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the beginning and the newest end of one stream of a payload in memory, however much it prints: nothing on
 * disk can fill up. Memory grows with what was printed, up to 1 MiB. An echo gets all of it as it comes.
 */
final class LogCapture {

    private static final int FIRST_ALLOCATION = 4 * 1024;
    private static final int CHUNK = 16 * 1024;

    private final LogPart.Stream stream;
    private final OutputStream echo;
    private boolean echoes = true;
    private volatile @Nullable Moment echoingSince;
    private byte[] head = new byte[0];
    private int headLength;
    private byte[] ring = new byte[0];
    /** Bytes that went past the head, ever. */
    private long beyond;
    /** Length of the stream when its newest end was last given away. */
    private long shown;

    LogCapture(LogPart.Stream stream) {
        this(stream, OutputStream.nullOutputStream());
    }

    LogCapture(LogPart.Stream stream, OutputStream echo) {
        this.stream = stream;
        this.echo = echo;
    }

    /** Reads until the stream ends. */
    void drain(InputStream in) {
        byte[] chunk = new byte[CHUNK];
        try (in) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                add(chunk, n);
                echo(chunk, n);
            }
        } catch (IOException e) {
            // the pipe was closed under the reader: the payload is gone and what it wrote has been kept
            return;
        }
    }

    private void echo(byte[] bytes, int length) {
        if (!echoes) {
            return;
        }
        echoingSince = PilotClock.now();
        try {
            echo.write(bytes, 0, length);
            echo.flush();
        } catch (IOException e) {
            // nobody listens any more; the payload must not notice
            echoes = false;
        } finally {
            echoingSince = null;
        }
    }

    /** Whether the echo's reader has not taken one piece for so long. */
    boolean waitsForReader(Duration atLeast) {
        var since = echoingSince;
        return since != null && since.age().compareTo(atLeast) >= 0;
    }

    synchronized void add(byte[] bytes, int length) {
        int toHead = Math.min(length, LogPart.MAX_HEAD - headLength);
        if (toHead > 0) {
            head = grown(head, headLength + toHead, LogPart.MAX_HEAD);
            System.arraycopy(bytes, 0, head, headLength, toHead);
            headLength += toHead;
        }
        // what the ring could not hold anyway is skipped, but counted
        int rest = length - toHead;
        int skipped = Math.max(0, rest - LogPart.MAX_TAIL);
        beyond += skipped;
        addToRing(bytes, toHead + skipped, rest - skipped);
    }

    private void addToRing(byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        // the ring grows only while it has not wrapped: it wraps at its full size alone
        ring = grown(ring, (int) Math.min(beyond + length, LogPart.MAX_TAIL), LogPart.MAX_TAIL);
        int at = (int) (beyond % ring.length);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, length - first);
        beyond += length;
    }

    private static byte[] grown(byte[] old, int needed, int limit) {
        if (needed <= old.length) {
            return old;
        }
        int doubled = Math.max(FIRST_ALLOCATION, old.length * 2);
        return Arrays.copyOf(old, Math.min(limit, Math.max(needed, doubled)));
    }

    /** All that was kept; empty if nothing was printed. */
    synchronized Optional<LogPart> whole() {
        if (headLength == 0) {
            return Optional.empty();
        }
        int kept = (int) Math.min(beyond, LogPart.MAX_TAIL);
        return Optional.of(new LogPart(stream, Arrays.copyOf(head, headLength), newest(kept), headLength + beyond));
    }

    /** Whether anything came since the newest end was last given away. */
    synchronized boolean hasGrown() {
        return headLength + beyond > shown;
    }

    /**
     * What came since the last call; empty if nothing came. Of more than {@code max} bytes (at most 768 KiB) the newest; the
     * first time half of them from the beginning, which says what the payload is about.
     */
    synchronized Optional<LogPart> grownSinceLast(int max) {
        if (!hasGrown()) {
            return Optional.empty();
        }
        long total = headLength + beyond;
        byte[] begin = Arrays.copyOf(head, shown == 0 && total > max ? Math.min(headLength, max / 2) : 0);
        byte[] news = newestOfAll((int) Math.min(total - shown, max - begin.length));
        shown = total;
        return Optional.of(new LogPart(stream, begin, news, total));
    }

    /** The last bytes of all that was kept, in order; at most the length of the ring. */
    private byte[] newestOfAll(int length) {
        int fromRing = (int) Math.min(beyond, length);
        int fromHead = length - fromRing;
        byte[] result = Arrays.copyOfRange(head, headLength - fromHead, headLength + fromRing);
        System.arraycopy(newest(fromRing), 0, result, fromHead, fromRing);
        return result;
    }

    /** The last bytes of the ring, in order. */
    private byte[] newest(int length) {
        byte[] result = new byte[length];
        if (length > 0) {
            int from = (int) ((beyond - length) % ring.length);
            int first = Math.min(length, ring.length - from);
            System.arraycopy(ring, from, result, 0, first);
            System.arraycopy(ring, 0, result, first, length - first);
        }
        return result;
    }
}
