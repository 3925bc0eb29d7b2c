package org.freshet.test.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 request or answer as it came, byte for byte. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpMessage(byte[] bytes, String head) {

    /** Null if the connection ends before one begins. */
    static @Nullable HttpMessage read(InputStream from) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int first = from.read();
        if (first < 0) {
            return null;
        }
        var head = readHead((char) first, from);
        bytes.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (field(head, "transfer-encoding").equals("chunked")) {
            readChunks(from, bytes);
        } else if (endsWithConnection(head)) {
            readToEnd(from, bytes);
        } else {
            var length = field(head, "content-length");
            bytes.write(from.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)));
        }
        return new HttpMessage(bytes.toByteArray(), head);
    }

    private static String readHead(char first, InputStream from) throws IOException {
        var head = new StringBuilder().append(first);
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            head.append((char) next(from));
        }
        return head.toString();
    }

    /** So ends an answer that says nothing of the length of its body, RFC 9112 section 6.3. */
    private static boolean endsWithConnection(String head) {
        return head.startsWith("HTTP/")
                && isLast(head)
                && field(head, "content-length").isEmpty();
    }

    private static boolean isLast(String head) {
        return field(head, "connection").equals("close");
    }

    /** A server that hangs up on bytes that it did not read resets the connection; what came before is the answer. */
    private static void readToEnd(InputStream from, ByteArrayOutputStream bytes) {
        try {
            from.transferTo(bytes);
        } catch (IOException e) {
            // whoever expects a body sees that it is not whole
        }
    }

    private static void readChunks(InputStream from, ByteArrayOutputStream bytes) throws IOException {
        int size;
        do {
            var line = new StringBuilder();
            while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
                line.append((char) next(from));
            }
            bytes.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
            size = Integer.parseInt(line.toString().strip(), 16);
            bytes.write(from.readNBytes(size + 2));
        } while (size > 0);
    }

    private static int next(InputStream from) throws IOException {
        int read = from.read();
        if (read < 0) {
            throw new EOFException("the connection ended within a message");
        }
        return read;
    }

    private static String field(String head, String name) {
        return head.lines()
                .skip(1)
                .map(it -> it.split(":", 2))
                .filter(it -> it.length == 2 && it[0].toLowerCase(Locale.ROOT).equals(name))
                .map(it -> it[1].strip().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    /** Whether the connection ends after it. */
    boolean isLast() {
        return isLast(head);
    }

    /** The first line of a request, for example {@code POST /api/v1/pilots HTTP/1.1}. */
    String firstLine() {
        return head.lines().findFirst().orElse("");
    }

    String body() {
        return new String(bytes, StandardCharsets.UTF_8).substring(head.length());
    }
}
