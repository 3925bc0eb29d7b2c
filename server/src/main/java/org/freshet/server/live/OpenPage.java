package org.freshet.server.live;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page that somebody has open, as the one who looks for it sees it: a letter box. */
final class OpenPage {

    /** Whoever is so many messages behind looks for themselves. */
    private static final int MOST = 8;

    private final ArrayBlockingQueue<String> messages = new ArrayBlockingQueue<>(MOST);
    private volatile boolean ended;

    /** Never waits for the reader. */
    void send(String message) {
        if (!messages.offer(message)) {
            messages.clear();
            messages.offer(Messages.LOOK);
        }
    }

    /** The next message; if none comes in time, one that says only that the server is there. */
    String next(Duration patience) {
        try {
            var message = messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return message == null ? Messages.BEAT : message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
            return Messages.BEAT;
        }
    }

    /** The server stops; who reads learns it with the end of the stream. */
    void end() {
        ended = true;
        send(Messages.BEAT);
    }

    boolean hasEnded() {
        return ended;
    }
}
