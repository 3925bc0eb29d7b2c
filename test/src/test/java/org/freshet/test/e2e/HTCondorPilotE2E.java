package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.freshet.batch.Capacity;
import org.freshet.batch.Launch;
import org.freshet.batch.Order;
import org.freshet.batch.SiteSecret;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.View.Seen;
import org.freshet.batch.htcondor.CondorCommands;
import org.freshet.batch.htcondor.HTCondor;
import org.freshet.batch.htcondor.PilotFiles;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogView;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.freshet.test.support.Api;
import org.freshet.test.support.Directories;
import org.freshet.test.support.HTCondorPool;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.core.type.TypeReference;

/** A pilot as it is shipped, in a slot of a real HTCondor on which there is no Java and hardly an environment. */
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(600)
class HTCondorPilotE2E {

    private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");

    @Test
    void runsJobsInASlotWithoutJava() throws IOException {
        var pool = HTCondorPool.shared();
        try (var installation = Installation.create(Map.of())) {
            var packed = packed(installation);
            try (var server = RunningServer.start(installation)) {
                runsJobs(pool, installation, server, packed);
            }
        } finally {
            pool.mend();
        }
    }

    private static void runsJobs(HTCondorPool pool, Installation installation, RunningServer server, Path packed)
            throws IOException {
        installation.run("bin/freshet site add farm --batch NONE").successful();
        var directory = pool.newDirectory("farm");
        var htcondor = htcondor(pool, directory, packed);

        var answer = htcondor.submit(order(server.url(), installation.secret("sites/farm.secret")));

        assertThat(answer).isInstanceOf(Accepted.class);
        var batchId = ((Accepted) answer).placed().getFirst().batchId();
        server.await("the pilot is idle", () -> pilot(server).state() == PilotState.IDLE);
        assertThat(pilot(server)).satisfies(pilot -> {
            assertThat(pilot.batchId()).isEqualTo(batchId.value());
            assertThat(pilot.memoryMb()).isEqualTo(1024 - 128);
            assertThat(pilot.cores()).isEqualTo(1);
            assertThat(pilot.tags()).containsExactly("farm");
        });
        assertSecretIsOutOfSight(pool, installation.secret("sites/farm.secret"));

        var payload = "env; echo home=$HOME; command -v java; ls -a \"$_CONDOR_SCRATCH_DIR\"";
        var job = server.api()
                .submit(aJob().with("payload", payload)
                        .with("tags", List.of("farm"))
                        .with("env", Map.of("P3S_EXECMODE", "1")));
        server.await(job, JobState.FINISHED);
        var log = server.api().get("/api/v1/jobs/" + job + "/log").as(LogView.class);
        var out = new String(log.parts().getFirst().head(), StandardCharsets.UTF_8);
        assertThat(out)
                .containsPattern("home=/\\S+/execute/dir_")
                .contains("\nstart-pilot\n")
                .doesNotContain(
                        installation.secret("sites/farm.secret"), "pilot-package.tar.gz", "\nsecret\n", "bin/java");

        htcondor.remove("farm", List.of(batchId));
        server.await("the pilot has left", () -> pilot(server).state() == PilotState.STOPPED);
        server.await(
                "its slot is gone",
                () -> htcondor.view("farm") instanceof Seen seen && seen.slots().isEmpty());
    }

    @Test
    void needsNoNewCLibraryAndLittleRoom() throws IOException {
        try (var installation = Installation.create(Map.of())) {
            var packed = packed(installation);
            var unpacked = installation.directory().resolve("unpacked");
            installation
                    .run("mkdir " + unpacked + " && tar -xzf " + packed + " -C " + unpacked)
                    .successful();

            assertThat(Files.size(packed)).isLessThan(30_000_000);
            assertThat(newestGlibc(unpacked))
                    .as("the minor number of GLIBC_2.x")
                    .isLessThanOrEqualTo(17);
            assertThat(unpacked.resolve("runtime/release")).content().doesNotContain("java.desktop");
        }
    }

    /** Packs it if need be, which may mean to build everything first; so before a server runs from what is built. */
    private static Path packed(Installation installation) {
        var command = installation.start("bin/pilot-package");
        return Path.of(command.ended(Duration.ofMinutes(8)).successful().out().strip());
    }

    /** By the names of symbols' versions in the programs and libraries, so an upper bound. */
    private static int newestGlibc(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(it ->
                            it.toString().endsWith(".so") || it.getParent().endsWith("bin"))
                    .flatMap(it -> GLIBC.matcher(text(it)).results().map(MatchResult::group))
                    .mapToInt(it -> Integer.parseInt(it.substring("GLIBC_2.".length())))
                    .max()
                    .orElseThrow();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HTCondor htcondor(HTCondorPool pool, Path directory, Path packed) throws IOException {
        var shipped = Directories.project().resolve("deploy/htcondor");
        // a worker on which no Java is on the PATH
        var programs = Files.createDirectory(directory.resolve("programs"));
        for (var name : List.of(
                "cat", "env", "gzip", "head", "ls", "mkdir", "mkfifo", "rm", "sed", "setsid", "sh", "tar", "uname")) {
            var program = List.of("/usr/bin", "/bin").stream()
                    .map(it -> Path.of(it, name))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name));
            Files.createSymbolicLink(programs.resolve(name), program);
        }
        var template = Files.writeString(
                directory.resolve("pilot.sub"),
                Files.readString(shipped.resolve("pilot.sub"))
                        .replace("getenv    ", "environment = \"PATH=" + programs + "\"\ngetenv    "));
        return new HTCondor(
                new CondorCommands(pool.bin(), pool.environment(), CondorCommands.Limits.STANDARD),
                Files.createDirectory(directory.resolve("orders")),
                new PilotFiles(template, shipped.resolve("start-pilot"), packed),
                "test-" + UUID.randomUUID(),
                InstantSource.system());
    }

    private static Order order(URI server, String secret) {
        var capacity = new Capacity(0, 0, 0, List.of("farm"));
        var launch = new Launch(List.of(server), new SiteSecret(secret), capacity);
        return new Order("farm", "o-1", List.of(UUID.randomUUID().toString()), launch);
    }

    private static void assertSecretIsOutOfSight(HTCondorPool pool, String secret) {
        assertThat(pool.run("condor_q", "-long")).doesNotContain(secret);
        var processes = ProcessHandle.allProcesses().map(it -> Path.of("/proc", Long.toString(it.pid())));
        assertThat(processes).allSatisfy(process -> {
            for (var file : List.of("cmdline", "environ")) {
                try {
                    assertThat(text(process.resolve(file))).doesNotContain(secret);
                } catch (AssertionError e) {
                    if (!(e.getCause() instanceof IOException)) { // it has ended
                        throw e;
                    }
                }
            }
        });
    }

    private static PilotView pilot(RunningServer server) {
        var list = server.api().get("/api/v1/pilots").body();
        return Api.JSON.readValue(list, new TypeReference<Page<PilotView>>() {}).items().stream()
                .filter(it -> it.site().equals("farm"))
                .findFirst()
                .orElseThrow();
    }
}
