package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.batch.Capacity;
import org.freshet.batch.LocalProcesses;
import org.freshet.batch.PilotProgram;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.ServiceLogView.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** The pool with real processes of this machine; shell scripts stand for pilots. */
class LocalPoolTest {

    @TempDir
    private Path home;

    private final RecordedBooks books = new RecordedBooks();
    private final List<String> warnings = new ArrayList<>();
    private final List<LocalProcesses> opened = new ArrayList<>();

    @AfterEach
    void endPilots() {
        opened.forEach(LocalProcesses::close);
    }

    @Test
    void replacesAPilotThatWasKilled() throws IOException {
        var pool = pool("exec sleep 600");
        pool.sweep();
        books.allRegister();
        await().until(() -> Files.exists(process(1)));

        kill(1);
        await().until(() -> pool.sweep() == 1);

        assertThat(books.ended.get(new PilotId(1))).startsWith("its process is gone: ");
        assertThat(books.alive("local")).extracting("id").containsExactly(new PilotId(2));
    }

    @Test
    void saysWhatAPilotPrintedThatDiedAtItsStart() throws IOException {
        var pool = pool("echo 'Error: Unable to access jarfile'; exit 1");
        pool.sweep();

        await().until(() -> {
            pool.sweep();
            return !books.ended.isEmpty();
        });

        assertThat(books.ended.get(new PilotId(1)))
                .startsWith("never started: ")
                .endsWith("ends with \"Error: Unable to access jarfile\"");
        assertThat(warnings.getFirst()).startsWith("local: pilot 1 never started: ");
    }

    @Test
    void keepsThePilotsOfAServerThatDied() throws IOException {
        pool("exec sleep 600").sweep();

        var submitted = pool("exec sleep 600").sweep();

        assertThat(submitted).isZero();
        assertThat(books.ended).isEmpty();
    }

    @Test
    void endsTheLocalPilotsBeforeTheServerStopsToListen() throws IOException {
        var pool = pool("exec sleep 600");
        var schedule = new PoolSchedule(pool, () -> {}, opened.getFirst());
        schedule.start();
        schedule.sweep();
        await().until(() -> Files.exists(process(1)));
        var pid = pid(1);

        schedule.stop();
        schedule.sweep();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(books.alive("local")).hasSize(1);
        assertThat(schedule.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }

    @Test
    void calculatesNothingBeforeTheServerRuns() throws IOException {
        var schedule = new PoolSchedule(pool("exec sleep 600"), () -> {}, opened.getFirst());

        schedule.sweep();

        assertThat(books.alive("local")).isEmpty();
    }

    private PilotPool pool(String script) throws IOException {
        var program = Files.writeString(home.resolve("pilot.sh"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var local = new LocalProcesses(
                Files.createDirectories(home.resolve("pilots")),
                new PilotProgram(program, List.of(), program),
                InstantSource.system(),
                Duration.ofSeconds(1));
        opened.add(local);
        books.sites.clear();
        books.sites.add(new PoolSite("local", "LOCAL", false, 1, 0, 10, false, 86_400, Capacity.UNSTATED));
        var launches = new Launches(
                () -> Optional.of(URI.create("http://127.0.0.1:1")),
                () -> Optional.of(URI.create("http://public.example")),
                _ -> Optional.of("secret"));
        var clock = InstantSource.system();
        var ledger = new PoolLedger(
                (level, sentence, _) -> {
                    if (level != Level.INFO) {
                        warnings.add(sentence);
                    }
                },
                (_, _) -> {},
                clock);
        return new PilotPool(
                books,
                Map.of("LOCAL", new PoolBatch(local, new PoolHost("here", true), Duration.ZERO)),
                new PilotPool.TurnGiver() {
                    @Override
                    public Turn take(String site, PoolHost host, String by) {
                        return Turn.ALONE;
                    }

                    @Override
                    public void refuseOthers(String site, PoolHost host) {}
                },
                () -> new SitePool(books, launches, ledger, clock, PoolRules.USUAL),
                System::nanoTime);
    }

    private Path process(long pilot) {
        var slot = books.alive("local").stream()
                .filter(it -> it.id().value() == pilot)
                .findFirst()
                .orElseThrow()
                .batchId();
        return home.resolve("pilots/local").resolve(String.valueOf(slot)).resolve("process");
    }

    private long pid(long pilot) throws IOException {
        return Long.parseLong(Files.readAllLines(process(pilot)).getLast().split(" ", 2)[0]);
    }

    private void kill(long pilot) throws IOException {
        ProcessHandle.of(pid(pilot)).orElseThrow().destroyForcibly();
    }
}
