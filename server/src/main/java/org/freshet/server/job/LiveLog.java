package org.freshet.server.job;

import java.util.Arrays;
import org.freshet.protocol.LogPart;

/**
 * The log of a stream that still grows, put together from what arrives: its beginning if that was seen, and its newest
 * end. Bytes that never arrived, or are too many, are missing between the two until the end of the attempt brings them.
 */
final class LiveLog {

    /** Most that is kept of the beginning while the payload runs, in bytes. */
    static final int HEAD = 64 * 1024;

    /** Most that is kept of the newest end while the payload runs, in bytes. */
    static final int TAIL = 64 * 1024;

    private LiveLog() {}

    /** The log when the first part has arrived. */
    static LogPart begin(LogPart first) {
        return append(new LogPart(first.stream(), new byte[0], new byte[0], 0), first);
    }

    /**
     * The log when another part has arrived.
     *
     * @param known the stream as far as it is known
     * @param news of a longer stream; it may overlap with what is known, or leave a gap
     */
    static LogPart append(LogPart known, LogPart news) {
        if (isWhole(news)) {
            return cut(news, concat(news.head(), news.tail()));
        }
        var received = isWhole(known) ? concat(known.head(), known.tail()) : known.tail();
        long missed = news.totalBytes() - news.tail().length - known.totalBytes();
        if (missed > 0) {
            var head = isWhole(known) ? received : known.head();
            var longer = head.length < news.head().length ? news.head() : head;
            return new LogPart(known.stream(), first(longer, HEAD), last(news.tail(), TAIL), news.totalBytes());
        }
        var grown = concat(received, last(news.tail(), (int) (news.totalBytes() - known.totalBytes())));
        return isWhole(known)
                ? cut(news, grown)
                : new LogPart(known.stream(), known.head(), last(grown, TAIL), news.totalBytes());
    }

    private static boolean isWhole(LogPart part) {
        return part.totalBytes() == (long) part.head().length + part.tail().length;
    }

    /** Of a stream that is known from its beginning what is kept of it. */
    private static LogPart cut(LogPart news, byte[] whole) {
        var head = first(whole, HEAD);
        return new LogPart(
                news.stream(), head, last(whole, Math.min(TAIL, whole.length - head.length)), news.totalBytes());
    }

    private static byte[] first(byte[] bytes, int most) {
        return bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static byte[] last(byte[] bytes, int most) {
        return bytes.length <= most ? bytes : Arrays.copyOfRange(bytes, bytes.length - most, bytes.length);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
