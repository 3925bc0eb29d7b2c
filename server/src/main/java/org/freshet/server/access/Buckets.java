package org.freshet.server.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How much each caller has left. A bucket that is full again says nothing and is thrown away when there are many; when that
 * makes no room, all callers who are new share one.
 */
final class Buckets {

    private final int most;
    private final Bandwidth limit;
    private final ConcurrentMap<String, Bucket> known = new ConcurrentHashMap<>();
    private final AtomicBoolean tidying = new AtomicBoolean();
    private final Bucket shared;

    /**
     * None is known at first.
     *
     * @param most callers of whom a bucket is kept
     */
    Buckets(int requestsPerSecond, int burst, int most) {
        this.most = most;
        this.limit = Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(requestsPerSecond, Duration.ofSeconds(1))
                .build();
        this.shared = full();
    }

    private Bucket full() {
        return Bucket.builder().addLimit(limit).build();
    }

    /** The caller's bucket, if one is kept. */
    Optional<Bucket> find(String caller) {
        return Optional.ofNullable(known.get(caller));
    }

    /** The caller's bucket, a full one if none is kept. */
    Bucket of(String caller) {
        var bucket = known.get(caller);
        if (bucket != null) {
            return bucket;
        }
        if (known.size() >= most) {
            makeRoom();
        }
        return known.size() >= most ? shared : known.computeIfAbsent(caller, it -> full());
    }

    /** Takes one from what is left; returns for how long to wait if that is nothing. */
    static Optional<Duration> take(Bucket bucket) {
        var taken = bucket.tryConsumeAndReturnRemaining(1);
        return taken.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(taken.getNanosToWaitForRefill()));
    }

    void forget(String caller) {
        known.remove(caller);
    }

    /** One thread looks; the others need not wait for it. */
    private void makeRoom() {
        if (tidying.compareAndSet(false, true)) {
            try {
                known.values().removeIf(it -> it.getAvailableTokens() >= limit.getCapacity());
            } finally {
                tidying.set(false);
            }
        }
    }

    int size() {
        return known.size();
    }
}
