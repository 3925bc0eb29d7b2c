package org.freshet.server.dashboard.page;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something dear that many ask for at once: it is made once in 0.7 s at most, and those who ask meanwhile share
 * the result, or the failure.
 */
public final class OncePerSecond<T> {

    /** Open pages look again after a second: what they find then is to be fresh, also if the last look was a little late. */
    private static final long SHARED = TimeUnit.MILLISECONDS.toNanos(700);

    private final Supplier<T> maker;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Making<T>> latest = new AtomicReference<>();

    /**
     * Makes nothing yet.
     *
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    public OncePerSecond(Supplier<T> maker, LongSupplier nanoTime) {
        this.maker = maker;
        this.nanoTime = nanoTime;
    }

    private record Making<T>(long since, FutureTask<T> task) {}

    /** The result of a call that began a moment ago; throws what that call threw. */
    public T get() {
        FutureTask<T> task = current().task();
        task.run(); // has an effect for the first of those who share it only
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another thread made the page", e);
        }
    }

    private Making<T> current() {
        long now = nanoTime.getAsLong();
        Making<T> known = latest.get();
        if (known != null && now - known.since() < SHARED) {
            return known;
        }
        Making<T> fresh = new Making<>(now, new FutureTask<>(maker::get));
        if (latest.compareAndSet(known, fresh)) {
            return fresh;
        }
        Making<T> other = latest.get();
        return other == null ? fresh : other;
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
