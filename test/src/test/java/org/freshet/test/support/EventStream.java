package org.freshet.test.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A page that is open, as the browser's script sees it: the events that its server sends. */
public final class EventStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final HttpResponse<InputStream> answer;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * One event.
     *
     * @param name {@code message} if it has none of its own
     * @param at by {@link System#nanoTime()}
     */
    public record Event(String name, String data, long at) {}

    private EventStream(HttpResponse<InputStream> answer) {
        this.answer = answer;
    }

    /** Opens a page; its events are kept until somebody asks for them. */
    public static EventStream open(HttpRequest.Builder request) {
        return open(request, null);
    }

    /** @param each takes the events as they come; null = they are kept */
    public static EventStream open(HttpRequest.Builder request, @Nullable Consumer<Event> each) {
        try {
            var stream = new EventStream(
                    HTTP.send(request.header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream()));
            Thread.ofVirtual().start(() -> stream.read(each == null ? stream.events::add : each));
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read(Consumer<Event> each) {
        try {
            var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            var name = "message";
            var data = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                bytes.addAndGet(line.length() + 1L);
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty()) {
                    each.accept(new Event(name, data, System.nanoTime()));
                    name = "message";
                    data = "";
                }
            }
        } catch (IOException e) {
            // it ended
        } finally {
            ended.countDown();
        }
    }

    public int status() {
        return answer.statusCode();
    }

    public HttpHeaders headers() {
        return answer.headers();
    }

    /** Characters that came, line ends included. */
    public long size() {
        return bytes.get();
    }

    /** The next event of that name whose data contains a text. */
    public Event await(String name, String text) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (var event = next(deadline); event != null; event = next(deadline)) {
                if (event.name().equals(name) && event.data().contains(text)) {
                    return event;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("no event " + name + " with " + text + " came within " + PATIENCE);
    }

    private @Nullable Event next(long deadline) throws InterruptedException {
        return events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Whether the server ends it soon. */
    public boolean ends() {
        try {
            return ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }
}
