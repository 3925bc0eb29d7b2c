package org.freshet.test.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends bytes that no HTTP client would send, and reads what comes back. */
public final class RawHttp {

    private static final int PATIENCE_MS = 20_000;

    private RawHttp() {}

    /** What came back; status 0 if nothing that begins like an answer did. */
    public record Answer(int status, String head, String body) {

        /** The value of a header; empty if there is none. */
        public String header(String name) {
            return head.lines()
                    .filter(it -> it.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(it -> it.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        static Answer of(byte[] bytes) {
            var text = new String(bytes, StandardCharsets.UTF_8);
            var end = text.indexOf("\r\n\r\n");
            var head = end < 0 ? text : text.substring(0, end);
            var status = head.matches("(?s)HTTP/1\\.[01] \\d{3}.*") ? Integer.parseInt(head.substring(9, 12)) : 0;
            return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
        }
    }

    /** A request as bytes; one byte per character. The length of the body and the host are added if no header gives them. */
    public static byte[] request(String line, Stream<String> headers, byte[] body) throws IOException {
        var head = new StringBuilder(line).append("\r\n");
        headers.filter(it -> !it.isBlank()).forEach(it -> head.append(it).append("\r\n"));
        var said = head.toString().toLowerCase(Locale.ROOT);
        if (!said.contains("\r\nhost:")) {
            head.append("Host: 127.0.0.1\r\n");
        }
        if (!said.contains("\r\ncontent-length:") && !said.contains("\r\ntransfer-encoding:")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var bytes = new ByteArrayOutputStream();
        bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(body);
        return bytes.toByteArray();
    }

    /** On a connection of its own, read to its end: the request asks for that with {@code Connection: close}. */
    public static Answer send(URI server, byte[] request) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            // The server may answer, and hang up, before it has read everything.
            Thread.startVirtualThread(() -> sendAll(socket, request));
            var received = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(received);
            } catch (IOException e) {
                if (received.size() == 0) {
                    throw e;
                }
            }
            return Answer.of(received.toByteArray());
        }
    }

    private static void sendAll(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            // what it answered tells why
        }
    }

    /** A connection that is used again and again, and made anew when the server closed it. */
    public static final class Connection implements AutoCloseable {

        private final URI server;
        private @Nullable Socket socket;
        private InputStream answers = InputStream.nullInputStream();
        private byte[] before = new byte[0];

        public Connection(URI server) {
            this.server = server;
        }

        /** Whether the server keeps it open after the last answer. */
        public boolean isOpen() {
            return socket != null;
        }

        /** Sends a request and reads its answer. */
        public Answer send(byte[] request) throws IOException {
            if (socket == null) {
                socket = new Socket(server.getHost(), server.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MS);
                answers = new BufferedInputStream(socket.getInputStream());
            }
            socket.getOutputStream().write(request);
            var message = HttpMessage.read(answers);
            if (message == null) {
                close();
                throw new IOException("the connection ended without an answer to\n" + beginning(request)
                        + "\n\nafter the answer to\n" + beginning(before));
            }
            before = request;
            var answer = Answer.of(message.bytes());
            if (message.isLast()) {
                close();
            }
            return answer;
        }

        private static String beginning(byte[] request) {
            return new String(request, 0, Math.min(request.length, 500), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }
    }
}
