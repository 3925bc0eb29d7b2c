package org.freshet.test.support;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between pilots and a server and spoils, as a test chooses, what they say to each other: message by message, for
 * a connection of HTTP/1.1 carries one request after another.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2000;

    private final int serverPort;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Fate> rule = _ -> Fate.PASS;
    private volatile @Nullable ServerSocket listener;

    /** What becomes of a request. */
    public sealed interface Fate {

        Fate PASS = new Pass();
        Fate CUT_REQUEST = new CutRequest();
        Fate CUT_ANSWER = new CutAnswer();
        Fate SILENCE = new Silence();

        /** It goes through, and so does its answer. */
        record Pass() implements Fate {}

        /** The connection ends before the server hears of it. */
        record CutRequest() implements Fate {}

        /** The server has answered; then the connection ends before the answer arrives. */
        record CutAnswer() implements Fate {}

        /** The server hears it, and nothing ever comes back: the connection stays half open. */
        record Silence() implements Fate {}

        /** The answer arrives late by this much. */
        record Late(Duration by) implements Fate {}
    }

    /**
     * A request on its way.
     *
     * @param line for example {@code POST /api/v1/pilots/1/exchange HTTP/1.1}
     */
    public record Request(String line, String body) {

        public boolean isRegistration() {
            return line.startsWith("POST /api/v1/pilots ");
        }

        public boolean isExchange() {
            return line.contains("/exchange ");
        }
    }

    private TcpProxy(int serverPort, int port) {
        this.serverPort = serverPort;
        this.port = port;
    }

    /** A proxy that lets everything pass to the server of this machine that listens there, now or later. */
    public static TcpProxy to(int serverPort) {
        try {
            var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new TcpProxy(serverPort, listener.getLocalPort());
            proxy.listen(listener);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public void letPass() {
        rule = _ -> Fate.PASS;
    }

    /** Spoils the first request that is meant; the latch tells when that has begun. */
    public CountDownLatch spoilOnce(Predicate<Request> meant, Fate fate) {
        var done = new CountDownLatch(1);
        rule = request -> {
            if (meant.test(request) && done.getCount() > 0) {
                done.countDown();
                return fate;
            }
            return Fate.PASS;
        };
        return done;
    }

    /** Spoils one request of so many. */
    public void spoilEvery(int nth, Fate fate) {
        var count = new AtomicInteger();
        rule = _ -> count.incrementAndGet() % nth == 0 ? fate : Fate.PASS;
    }

    /** Ends all connections; new ones are let in. */
    public void cutAll() {
        open.forEach(TcpProxy::end);
    }

    /** Ends all connections and lets none in until {@link #accept}. */
    public void refuse() {
        var was = listener;
        listener = null;
        if (was != null) {
            end(was);
        }
        cutAll();
    }

    public void accept() {
        if (listener == null) {
            try {
                var again = new ServerSocket();
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                listen(again);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void listen(ServerSocket socket) {
        listener = socket;
        Thread.ofVirtual().name("proxy " + port).start(() -> {
            while (!socket.isClosed()) {
                try {
                    var client = socket.accept();
                    Thread.ofVirtual().start(() -> carry(client));
                } catch (IOException e) {
                    // closed: nobody is let in any more
                }
            }
        });
    }

    private void carry(Socket client) {
        open.add(client);
        try (client;
                var server = new Socket()) {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_MILLIS);
            open.add(server);
            try {
                carry(client, server);
            } finally {
                open.remove(server);
            }
        } catch (IOException e) {
            // either side went away: so does the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void carry(Socket client, Socket server) throws IOException, InterruptedException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        var said = new BufferedInputStream(client.getInputStream());
        var answered = new BufferedInputStream(server.getInputStream());
        for (var request = HttpMessage.read(said); request != null; request = HttpMessage.read(said)) {
            var fate = rule.apply(new Request(request.firstLine(), request.body()));
            if (fate instanceof Fate.CutRequest) {
                return;
            }
            server.getOutputStream().write(request.bytes());
            var answer = HttpMessage.read(answered);
            if (answer == null || fate instanceof Fate.CutAnswer) {
                return;
            }
            if (fate instanceof Fate.Silence) {
                awaitEnd(client);
                return;
            }
            if (fate instanceof Fate.Late(var by)) {
                TimeUnit.NANOSECONDS.sleep(by.toNanos());
            }
            client.getOutputStream().write(answer.bytes());
            if (answer.isLast()) {
                return;
            }
        }
    }

    private static void awaitEnd(Socket client) throws IOException {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it has ended already
        }
    }

    @Override
    public void close() {
        refuse();
    }
}
