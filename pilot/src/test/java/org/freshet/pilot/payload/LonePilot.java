package org.freshet.pilot.payload;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.freshet.pilot.fixtures.JobBuilder;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.PilotId;

/** What a pilot is to its payload, as a process of its own that a test can kill: it runs one shell text, without a server. */
final class LonePilot {

    private LonePilot() {}

    /** @param args work directory, shell text, time limit in seconds, seconds for which the payload may run unheard (0 = no limit) */
    public static void main(String[] args) throws Exception {
        var held = Long.parseLong(args[3]);
        var end = new CompletableFuture<PayloadEnd>();
        try (var launcher = new PayloadLauncher(System.getenv(), new PilotLog(System.err))) {
            var payload = new Payload(
                    JobBuilder.aShellJob(args[1])
                            .timeLimit(Integer.parseInt(args[2]))
                            .build(),
                    new PilotId(7),
                    Map.of(),
                    URI.create("http://127.0.0.1:8080"),
                    Path.of(args[0]),
                    launcher.user(null, false, Path.of(args[0])),
                    Duration.ofSeconds(1),
                    held == 0 ? null : Hold.until(PilotClock.now().plus(Duration.ofSeconds(held))));
            launcher.start(payload, end::complete);
            System.out.println(end.get().verdict());
        }
    }
}
