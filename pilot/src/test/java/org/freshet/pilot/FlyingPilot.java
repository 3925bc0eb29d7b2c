package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.ScriptedServer.ADDRESS;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.fixtures.ScriptedServer;
import org.freshet.pilot.payload.PayloadLauncher;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.pilot.talk.Calls;
import org.freshet.pilot.talk.Conversation;
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registration;
import org.freshet.protocol.Report;
import org.freshet.protocol.SiteParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A pilot in a thread of the test, with a scripted server and real payloads. */
abstract class FlyingPilot {

    @TempDir
    Path temp;

    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    Timing timing = new Timing(
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(500));
    List<URI> addresses = List.of(ADDRESS);
    ScriptedServer server = new ScriptedServer(ScriptedServer.aSite());
    final CompletableFuture<ExitCode> left = new CompletableFuture<>();
    private Pilot pilot;
    private PayloadLauncher launcher;

    void site(SiteParameters site) {
        server = new ScriptedServer(site);
    }

    void start() {
        start(temp);
    }

    void start(Path work) {
        var out = new PilotLog(new PrintStream(log, true, StandardCharsets.UTF_8));
        var slot = new Slot(1, 1000, 1000, List.of("fast"), work);
        var calls = new Calls(server, addresses, "secret", timing);
        launcher = new PayloadLauncher(System.getenv(), out);
        pilot = new Pilot(
                slot,
                launcher,
                timing,
                out,
                listener -> new Conversation(calls, () -> registration(slot), out, listener));
        Thread.ofVirtual().start(() -> {
            try {
                left.complete(pilot.run());
            } catch (InterruptedException | RuntimeException e) {
                left.completeExceptionally(e);
            }
        });
    }

    private static Registration registration(Slot slot) {
        var offer = slot.offer(Duration.ofHours(1));
        return new Registration(Protocol.VERSION, "test", "nonce-of-this-test", "host", 1, null, "test", null, offer);
    }

    void terminate() {
        pilot.terminate();
    }

    ExitCode exitCode() throws Exception {
        return left.get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        if (pilot != null && !left.isDone()) {
            pilot.terminate();
            exitCode();
        }
        if (launcher != null) {
            launcher.close();
        }
    }

    void awaitStarted() {
        await().until(() -> !server.reports(Report.Started.class).isEmpty());
    }

    Report.Ended awaitEnd() {
        await().until(() -> !server.reports(Report.Ended.class).isEmpty());
        return server.reports(Report.Ended.class).getFirst();
    }

    Exchange lastExchange() {
        return server.exchanges().getLast();
    }

    /** The one exchange that carries such a report, if it was never repeated. */
    Exchange exchangeWith(Class<? extends Report> kind) {
        var carriers = server.exchanges().stream()
                .filter(it -> it.reports().stream().anyMatch(kind::isInstance))
                .toList();
        assertThat(carriers).hasSize(1);
        return carriers.getFirst();
    }
}
