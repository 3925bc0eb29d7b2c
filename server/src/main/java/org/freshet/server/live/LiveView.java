package org.freshet.server.live;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.freshet.server.live.Messages.Change;
import org.jspecify.annotations.Nullable;

/** A page that at least one browser has open: looked at by one thread, once a second for all of them together. */
final class LiveView {

    private static final int OK = 200;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int UNAVAILABLE = 503;

    /** A page that takes long is looked at less often, so that it costs a sixth of a thread at most. */
    private static final int SHARE = 6;

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    private final PageAddress address;
    private final Function<PageAddress, MadePage> maker;
    private final Messages messages;
    private final Set<OpenPage> pages = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Integer> first = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Fragments known;

    LiveView(PageAddress address, Function<PageAddress, MadePage> maker, Messages messages) {
        this.address = address;
        this.maker = maker;
        this.messages = messages;
    }

    void add(OpenPage page) {
        pages.add(page);
    }

    /** Returns whether nobody looks any more. */
    boolean remove(OpenPage page) {
        pages.remove(page);
        return pages.isEmpty();
    }

    /** Ends the looking, and the streams of all who have the page open. */
    void end() {
        ended.countDown();
        pages.forEach(OpenPage::end);
    }

    /** Status of the first look: 200 if the page can be kept up to date like this, else that of the refusal. */
    int awaitFirst(Duration patience) {
        try {
            return first.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNAVAILABLE;
        } catch (ExecutionException | TimeoutException e) {
            return UNAVAILABLE;
        }
    }

    /** Looks again and again until nobody has the page open. */
    void keepUp() {
        try {
            var pause = look();
            while (isWorthIt() && !ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            first.complete(UNAVAILABLE); // unless something was said before
            end();
        }
    }

    private boolean isWorthIt() {
        return first.getNow(UNAVAILABLE) == OK;
    }

    /** Looks once, and tells all what changed; returns for how long not to look again. */
    Duration look() {
        var begun = System.nanoTime();
        var made = maker.apply(address);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        if (made.status() != OK) {
            return missed(made.status());
        }
        var fresh = Fragments.of(made.html());
        first.complete(fresh.shared() ? OK : NOT_ACCEPTABLE);
        var pause = longer(Duration.ofMillis(fresh.every()), took.multipliedBy(SHARE))
                .minus(took);
        tell(fresh, pause);
        return pause;
    }

    /** That it is gone, each page finds out for itself. What passes, passes. */
    private Duration missed(int status) {
        var isFirst = first.complete(status);
        if (!isFirst && status < UNAVAILABLE) {
            send(Messages.LOOK);
        }
        return AFTER_A_FAILURE;
    }

    private void tell(Fragments fresh, Duration pause) {
        var before = known;
        known = fresh;
        if (before == null) {
            return;
        }
        if (!fresh.frame().equals(before.frame())) {
            send(Messages.LOOK);
            return;
        }
        var own = !fresh.own().equals(before.own());
        send(messages.change(new Change(pause.toMillis(), fresh.changedSince(before), own)));
    }

    private void send(String message) {
        pages.forEach(it -> it.send(message));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
