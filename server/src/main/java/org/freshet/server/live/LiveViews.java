package org.freshet.server.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** All pages that anybody has open. Nothing happens for a page that nobody has. */
@Component
class LiveViews implements SmartLifecycle {

    /** After the dispatcher's end, whose pilots may still be watched; before the web server's, which would wait for streams. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 200;

    /** However many different pages are open, the database works for so many of them at a time. */
    private static final int AT_A_TIME = 2;

    private final PageMaker maker;
    private final Messages messages;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);
    private final Map<PageAddress, LiveView> views = new HashMap<>();
    private volatile boolean started;
    private volatile boolean stopped;

    LiveViews(PageMaker maker, Messages messages) {
        this.maker = maker;
        this.messages = messages;
    }

    /** Somebody opened a page; empty while the server stops. */
    synchronized Optional<LiveView> join(PageAddress address, OpenPage page) {
        if (stopped) {
            return Optional.empty();
        }
        var known = views.get(address);
        if (known != null) {
            known.add(page);
            return Optional.of(known);
        }
        var view = new LiveView(address, this::makeInTurn, messages);
        view.add(page);
        views.put(address, view);
        Thread.ofVirtual().name("live " + address.path()).start(view::keepUp);
        return Optional.of(view);
    }

    /** Somebody closed it. */
    synchronized void leave(PageAddress address, LiveView view, OpenPage page) {
        if (view.remove(page)) {
            views.remove(address, view);
            view.end();
        }
    }

    private MadePage makeInTurn(PageAddress address) {
        turns.acquireUninterruptibly();
        try {
            return maker.make(address);
        } finally {
            turns.release();
        }
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        views.values().forEach(LiveView::end);
    }

    @Override
    public boolean isRunning() {
        return started && !stopped;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
