package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.pilot.TurnedAway;
import org.freshet.server.platform.Secret;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Serves the pilots of this server, in two lanes: while the database works for one, the other one's round is decided, or
 * worked for by another of its processes. A pilot is always served by the same lane.
 */
@Component
public class Dispatcher implements SmartLifecycle {

    /** Before the web server's own end, so that waiting pilots are answered; after the local pilots' end. */
    public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 100;

    private static final int LANES = 2;
    private static final Duration END = Duration.ofSeconds(5);

    private final List<Lane> lanes;
    private final LiveLogs liveLogs;
    private volatile boolean running;

    Dispatcher(Round round, PilotSettings settings, LiveLogs liveLogs, TurnedAway turnedAway) {
        this.lanes = Stream.generate(() -> new Lane(round, settings, turnedAway, this::hintOthers))
                .limit(LANES)
                .toList();
        this.liveLogs = liveLogs;
    }

    /** Promises an answer, given after everything that it says was committed. */
    public CompletableFuture<ExchangeAnswer> exchange(PilotId pilot, Exchange exchange, Secret token) {
        var lane = lanes.get(Math.floorMod(pilot.value(), LANES));
        return liveLogs.storeBefore(lane.exchange(new Visit(pilot, exchange, token.hash())), pilot, exchange);
    }

    /** The queue may have grown: look at once. */
    void hint() {
        lanes.forEach(Lane::hint);
    }

    private void hintOthers(Lane lane) {
        lanes.stream().filter(it -> it != lane).forEach(Lane::hint);
    }

    @Override
    public void start() {
        running = true;
        for (int n = 0; n < LANES; n++) {
            lanes.get(n).start("dispatcher-" + (n + 1));
        }
    }

    @Override
    public void stop() {
        running = false;
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            lanes.forEach(it -> all.execute(() -> it.stop(END)));
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
