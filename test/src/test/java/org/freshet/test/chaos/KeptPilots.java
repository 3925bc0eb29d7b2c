package org.freshet.test.chaos;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.freshet.test.support.Installation;
import org.freshet.test.support.ShellCommand;
import org.freshet.test.support.TcpProxy;

/** Pilots that no server starts and that know the addresses of all; one that ends is followed by another, as in a batch slot. */
final class KeptPilots implements AutoCloseable {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    // Its own standard error is its log.
    private static final String PILOT = """
            mkdir -p "$WORK" && exec "$(cat target/dist/built-with)/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m \
              -jar target/dist/pilot.jar --server="$SERVERS" --site=local --work="$WORK" --nonce="chaos-pilot-number-$NUMBER" \
              --secret-file="$FRESHET_HOME/sites/local.secret" 2>"$WORK/pilot.log"
            """;

    private final Installation installation;
    private final String servers;
    private final AtomicInteger count = new AtomicInteger();
    private final List<ShellCommand> running = new CopyOnWriteArrayList<>();
    private boolean stopped;

    KeptPilots(Installation installation, List<TcpProxy> servers, int pilots) {
        this.installation = installation;
        this.servers = servers.stream().map(it -> it.url().toString()).collect(Collectors.joining(","));
        for (int n = 0; n < pilots; n++) {
            start();
        }
    }

    private synchronized void start() {
        if (stopped) {
            return;
        }
        var number = count.incrementAndGet();
        var pilot = installation.start(PILOT.replace("$NUMBER", Integer.toString(number))
                .replace("$WORK", installation.directory() + "/work/pilot-" + number)
                .replace("$SERVERS", servers));
        running.add(pilot);
        pilot.process().onExit().thenRun(() -> {
            running.remove(pilot);
            start();
        });
    }

    /** How many there were so far. */
    int starts() {
        return count.get();
    }

    /** They leave in order. */
    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
        }
        running.forEach(it -> it.process().destroy());
        running.forEach(it -> it.ended(ENDS_WITHIN));
    }
}
