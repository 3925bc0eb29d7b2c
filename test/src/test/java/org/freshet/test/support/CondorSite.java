package org.freshet.test.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.freshet.batch.Capacity;
import org.freshet.batch.Launch;
import org.freshet.batch.Order;
import org.freshet.batch.Placed;
import org.freshet.batch.SiteSecret;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.View.Seen;
import org.freshet.batch.htcondor.CondorCommands;
import org.freshet.batch.htcondor.CondorCommands.Limits;
import org.freshet.batch.htcondor.HTCondor;
import org.freshet.batch.htcondor.PilotFiles;

/** The site "farm" of an installation of its own, whose pilots are shell scripts in a pool of HTCondor. */
public final class CondorSite {

    public static final String SECRET = "the-secret-of-the-farm";

    private final HTCondorPool pool;
    private final Path directory;
    private final String installation = "test-" + UUID.randomUUID();

    public CondorSite(HTCondorPool pool) {
        this.pool = pool;
        this.directory = pool.newDirectory("site");
        pilot("exec sleep 600");
        try {
            Files.createDirectory(directory.resolve("orders"));
            Files.writeString(directory.resolve("pilot-package.tar.gz"), "not needed");
            Files.copy(shipped(), directory.resolve("pilot.sub"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its pilots do. */
    public CondorSite pilot(String script) {
        write("start-pilot", "#!/bin/sh\n" + script + "\n");
        try {
            Files.setPosixFilePermissions(file("start-pilot"), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** From now on the template is the one that is shipped, with a change. */
    public CondorSite template(String shipped, String instead) {
        try {
            Files.copy(shipped(), file("pilot.sub"), StandardCopyOption.REPLACE_EXISTING);
            return andTemplate(shipped, instead);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With one more change. */
    public CondorSite andTemplate(String shipped, String instead) {
        try {
            var text = Files.readString(file("pilot.sub"));
            assertThat(text).contains(shipped);
            write("pilot.sub", text.replace(shipped, instead));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path shipped() {
        return Directories.project().resolve("deploy/htcondor/pilot.sub");
    }

    public HTCondor htcondor() {
        return htcondor(Limits.STANDARD);
    }

    /** A new object each time, as after a restart of the server. */
    public HTCondor htcondor(Limits limits) {
        return new HTCondor(
                new CondorCommands(pool.bin(), pool.environment(), limits),
                directory.resolve("orders"),
                new PilotFiles(file("pilot.sub"), file("start-pilot"), file("pilot-package.tar.gz")),
                installation,
                InstantSource.system());
    }

    public Order order(String id, int pilots) {
        return order(id, pilots, Capacity.UNSTATED);
    }

    private Order order(String id, int pilots, Capacity asks) {
        var launch = new Launch(List.of(URI.create("http://127.0.0.1:1")), new SiteSecret(SECRET), asks);
        return new Order("farm", id, nonces(pilots), launch);
    }

    public List<String> nonces(int pilots) {
        return IntStream.range(0, pilots).mapToObj(n -> "nonce-of-pilot-" + n).toList();
    }

    /** Submits an order that gets in. */
    public List<Placed> submit(String id, int pilots) {
        return submit(id, pilots, Capacity.UNSTATED);
    }

    /** The same, of a site that states what its pilots ask for. */
    public List<Placed> submit(String id, int pilots, Capacity asks) {
        var answer = htcondor().submit(order(id, pilots, asks));
        assertThat(answer).isInstanceOf(Accepted.class);
        return ((Accepted) answer).placed();
    }

    /** Its slots, which can be read. */
    public List<Slot> slots() {
        var view = htcondor().view("farm");
        assertThat(view).isInstanceOf(Seen.class);
        return ((Seen) view).slots();
    }

    public void awaitStates(State... states) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(slots()).extracting(Slot::state).containsExactly(states));
    }

    public Path orderDirectory(String order) {
        return directory.resolve("orders/farm").resolve(order);
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
