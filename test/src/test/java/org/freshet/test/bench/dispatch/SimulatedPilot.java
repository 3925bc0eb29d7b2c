package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.freshet.test.bench.dispatch.Phrase.Held;
import org.jspecify.annotations.Nullable;

/** A pilot that runs nothing: its connection, its number of exchanges, and the attempt that it has. */
final class SimulatedPilot {

    private static final byte[] NOTHING = {};

    private final InetSocketAddress server;
    private final String head;
    private @Nullable SocketChannel channel;
    private byte[] request = NOTHING;
    private byte[] received = NOTHING;
    private long seq;
    private @Nullable Held held;
    private boolean talks;
    private boolean wishes;
    private long saidAt;

    /** @param token its own, from its registration */
    SimulatedPilot(InetSocketAddress server, long id, String token) {
        this.server = server;
        this.head = head(server.getPort(), id, token);
    }

    /** What stands before the length of an exchange's body. */
    static String head(int port, long id, String token) {
        return "POST /api/v1/pilots/" + id + "/exchange HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: ";
    }

    /** Says the next thing. */
    void say(Selector selector, Phrase phrase, boolean wish) throws IOException {
        request = phrase.request(head, ++seq, held);
        held = null;
        talks = true;
        wishes = wish;
        saidAt = System.nanoTime();
        send(selector);
    }

    /** Sends what it said, perhaps not for the first time, over a connection that may have to be made. */
    private void send(Selector selector) throws IOException {
        var open = channel;
        if (open == null) {
            open = SocketChannel.open(server);
            open.setOption(StandardSocketOptions.TCP_NODELAY, true);
            open.configureBlocking(false);
            open.register(selector, SelectionKey.OP_READ, this);
            channel = open;
            received = NOTHING;
        }
        var bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            // A request is smaller than any socket's buffer, and the one before it was answered.
            open.write(bytes);
        }
    }

    /** Reads what came; the answer, once it is whole. What the server closed is opened again for what was not answered. */
    @Nullable
    HttpAnswer read(Selector selector, ByteBuffer space) throws IOException {
        var open = channel;
        if (open == null) {
            return null;
        }
        space.clear();
        int count;
        try {
            count = open.read(space);
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            hangUp();
            if (talks) {
                send(selector);
            }
            return null;
        }
        var answer = HttpAnswer.read(received, space.array(), count);
        received = answer == null ? HttpAnswer.joined(received, space.array(), count) : NOTHING;
        if (answer != null) {
            talks = false;
            wishes = false;
        }
        return answer;
    }

    /** Ends the connection without waiting for an answer. */
    void hangUp() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    void holds(Held attempt) {
        held = attempt;
    }

    /** Whether an answer is due. */
    boolean isTalking() {
        return talks;
    }

    /** Whether its answer may take until there is a job. */
    boolean isWishing() {
        return talks && wishes;
    }

    long nanosSinceSaid(long now) {
        return now - saidAt;
    }
}
