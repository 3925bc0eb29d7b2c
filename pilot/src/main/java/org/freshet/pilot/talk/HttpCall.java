package org.freshet.pilot.talk;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Java's older HTTP client, because most pilots speak to one server a few thousand times in their life, on
 * one connection: the newer one costs several times the processor time of a short job's only exchange, most of it before it is
 * compiled.
 *
 * <p>The older one repeats a request once by itself if a connection that it had kept turns out to be closed. All calls of
 * a pilot can be repeated.
 */
final class HttpCall {

    /** Longer than the pause between heartbeats, shorter than servers and proxies keep a connection. */
    private static final String KEPT_SECONDS = "20";

    static {
        var name = "http.keepAlive.time.server";
        if (System.getProperty(name) == null) {
            System.setProperty(name, KEPT_SECONDS);
        }
    }

    private final HttpURLConnection connection;
    private final byte[] body;

    /** What came back. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] body) {}

    /** Nothing is sent yet. */
    HttpCall(String method, URI address, String token, byte[] body, Duration connectPatience) throws IOException {
        this.body = body;
        this.connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) connectPatience.toMillis());
        // they could carry the token to somebody else
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
    }

    /**
     * Sends it and waits for the whole answer.
     *
     * @throws SocketTimeoutException if that takes longer
     */
    Answer answer(Duration patience) throws IOException, InterruptedException {
        var answer = new FutureTask<>(this::talk);
        // Of its own, and a virtual one: its interruption closes the connection, whatever it waits for.
        Thread.ofVirtual().name("call").start(answer);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw asItIs(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** A fault of the pilot itself is none of the network, which would be tried again and again. */
    private static IOException asItIs(@Nullable Throwable why) {
        return switch (why) {
            case IOException network -> network;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            case null, default -> new IOException(why);
        };
    }

    private Answer talk() throws IOException {
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status < 0) {
            connection.disconnect();
            throw new IOException("its answer is not HTTP");
        }
        // read to the end, so that the connection can be kept
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? new byte[0] : in.readAllBytes());
        }
    }
}
