package org.freshet.protocol;

/**
 * One stream of a payload's output: its beginning, its end, and how much there was in all. While the payload runs the
 * head may be empty and the tail short. The bytes are the payload's own; nobody promises that they are text.
 *
 * @param stream which one
 * @param head first bytes, at most 256 KiB (base64 in JSON)
 * @param tail last bytes, at most 768 KiB, never overlapping the head
 * @param totalBytes length of the whole stream; {@code totalBytes - head.length - tail.length} bytes are left out
 *     between head and tail
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record LogPart(Stream stream, byte[] head, byte[] tail, long totalBytes) {

    /** Length of the longest head that is kept, in bytes. */
    public static final int MAX_HEAD = 256 * 1024;

    /** Length of the longest tail that is kept, in bytes. */
    public static final int MAX_TAIL = 768 * 1024;

    /** A payload's standard output or standard error. In URLs in lower case. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}
