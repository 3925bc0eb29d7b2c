package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    @TempDir
    private Path directory;

    @Test
    void namesTheServerThatHasTheHomeAlready() {
        var home = new FreshetHome(directory);
        try (var first = HomeLock.take(home)) {
            new ServerFile("http://127.0.0.1:8123", 4711, "0a1b").write(home);

            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOf(HomeInUse.class)
                    .hasMessageContaining(first.home().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " at http://127.0.0.1:8123.");
        }
    }

    @Test
    void canBeTakenAgainAfterItWasClosed() {
        var home = new FreshetHome(directory);
        HomeLock.take(home).close();

        HomeLock.take(home).close();

        assertThat(directory.resolve("server.lock")).exists();
    }

    @Test
    void closesTheHomeToOthersAndForgetsWhereAKilledServerAnswered() throws Exception {
        var home = new FreshetHome(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        new ServerFile("http://127.0.0.1:8123", 4711, "0a1b").write(home);

        HomeLock.take(home).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(ServerFile.url(home)).isEmpty();
    }
}
