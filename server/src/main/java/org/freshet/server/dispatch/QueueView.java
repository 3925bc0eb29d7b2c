package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the queue begins. What is taken from it stays in its index until no transaction can see it; while somebody keeps an old
 * one open, a look from the beginning passes more and more of that. When looks have become dear, there are few of them, and
 * claims go on where the last ones ended. What comes to stand before that place, or is of a new class, waits for the next look.
 */
final class QueueView {

    /** No queue needs as much by itself. Twice in a row: a machine may be slow for a moment. */
    private static final Duration DEAR = Duration.ofMillis(3);

    /** So that dear looks, and the claims after them, take a tenth of the time. */
    private static final int REST = 20;

    private static final long SHORTEST_REST = 1_000_000;

    private final LongSupplier nanoTime;
    private boolean wasDear;
    /** Null unless looks are dear. */
    private @Nullable Seen last;

    private boolean someoneLooks;
    private long goodUntil;

    QueueView(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Of a job in the queue of its class: those of a higher priority stand before it, then those of a smaller number. */
    record Place(int priority, long seq) {

        static final Place BEGINNING = new Place(Integer.MAX_VALUE, 0);

        static Place later(Place one, Place other) {
            var isEarlier = one.priority != other.priority ? one.priority > other.priority : one.seq < other.seq;
            return isEarlier ? other : one;
        }
    }

    /**
     * What was seen, and what was claimed since.
     *
     * @param classes of which there were jobs
     * @param passed by the id of a class: behind that place its next job stands; several threads may change it
     */
    record Seen(List<WaitingClass> classes, Map<Long, Place> passed) {

        Place passed(WaitingClass of) {
            return passed.getOrDefault(of.id(), Place.BEGINNING);
        }
    }

    /** @param look at the queue from its beginning */
    Seen see(Supplier<List<WaitingClass>> look) {
        var known = known();
        if (known != null) {
            return known;
        }
        var begin = nanoTime.getAsLong();
        Seen seen = null;
        try {
            seen = new Seen(look.get(), new ConcurrentHashMap<>());
            return seen;
        } finally {
            looked(seen, nanoTime.getAsLong() - begin);
        }
    }

    /** Until the next look; zero if there is one each time. */
    synchronized Duration rest() {
        return last == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(SHORTEST_REST, goodUntil - nanoTime.getAsLong()));
    }

    private synchronized @Nullable Seen known() {
        if (last != null && (someoneLooks || nanoTime.getAsLong() < goodUntil)) {
            return last;
        }
        someoneLooks = true;
        return null;
    }

    private synchronized void looked(@Nullable Seen seen, long nanos) {
        var isDear = nanos > DEAR.toNanos();
        last = isDear && wasDear ? seen : null;
        goodUntil = nanoTime.getAsLong() + REST * nanos;
        wasDear = isDear;
        someoneLooks = false;
    }
}
