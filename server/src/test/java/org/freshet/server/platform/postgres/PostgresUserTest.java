package org.freshet.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL refuses to run as root; all ways around that are taken here by a shell that starts the real programs. (Every
 * other test takes the one of the user who runs it.)
 */
@EnabledIf(value = "isRoot", disabledReason = "only root can become somebody else")
class PostgresUserTest {

    /** The user "daemon", whom every Linux has: PostgreSQL wants its user to have a name. */
    private static final int SOMEBODY = 1;

    @TempDir
    private Path directory;

    private Path home;

    static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @BeforeEach
    void makeAHomeThatAllCanReach() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(directory.resolve("home"));
    }

    @AfterEach
    void nothingRuns() {
        assertThat(home.resolve("pg/postmaster.pid")).doesNotExist();
    }

    @Test
    void runsAsTheOrdinaryUserWhoStartsIt() throws Exception {
        Files.setAttribute(home, "unix:uid", SOMEBODY);

        var said = startAndStop(List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups"), "");

        assertThat(said).contains("privileges SAME", "runs as " + SOMEBODY);
        assertThat(Files.getAttribute(home.resolve("pg"), "unix:uid")).isEqualTo(SOMEBODY);
    }

    @Test
    void runsInANamespaceOfItsOwnWhenRootStartsIt() throws Exception {
        var said = startAndStop(List.of(), "");

        assertThat(said).contains("privileges OWN_NAMESPACE", "runs as 0");
    }

    @Test
    void runsAsNobodyWhenRootStartsItWhereNamespacesAreForbidden() throws Exception {
        var forbidding = Files.createDirectory(directory.resolve("bin")).resolve("unshare");
        Files.writeString(forbidding, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(forbidding, PosixFilePermissions.fromString("rwxr-xr-x"));

        var said = startAndStop(List.of(), forbidding.getParent() + ":");

        assertThat(said).contains("privileges NOBODY", "runs as 65534");
    }

    private String startAndStop(List<String> prefix, String path) throws IOException, InterruptedException {
        var words = new ArrayList<>(prefix);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                reachableClassPath(),
                StartAndStop.class.getName(),
                home.toString()));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().merge("PATH", path, (old, first) -> first + old);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Another user may not read the libraries where the build keeps them. */
    private String reachableClassPath() throws IOException {
        var copies = Files.createDirectory(directory.resolve("classpath"));
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(":")) {
            var original = Path.of(entry);
            var copy = copies.resolve(entries.size() + "-" + original.getFileName());
            if (Files.isDirectory(original)) {
                Command.of(List.of("cp", "-r", original.toString(), copy.toString()))
                        .run();
            } else if (Files.exists(original)) {
                Files.copy(original, copy);
            }
            entries.add(copy.toString());
        }
        Command.of(List.of("chmod", "-R", "a+rX", copies.toString())).run();
        return String.join(":", entries);
    }

    /** What runs as somebody else: a first start. */
    static final class StartAndStop {

        private StartAndStop() {}

        public static void main(String[] home) throws IOException {
            System.out.println("privileges " + Privileges.ofThisProcess());
            try (var postgres = EmbeddedPostgres.start(Path.of(home[0]), new PostgresOptions(false, null))) {
                var process = Path.of("/proc", Long.toString(postgres.pid()));
                System.out.println("runs as " + Files.getAttribute(process, "unix:uid"));
            }
        }
    }
}
