package org.freshet.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptPortTest {

    @TempDir
    private Path home;

    private Path file;
    private KeptPort port;

    @BeforeEach
    void begin() {
        file = home.resolve("pg.port");
        port = new KeptPort(file);
    }

    @Test
    void isTheOneThatWasKept() throws IOException {
        port.keep(12_345);

        assertThat(port.get()).isEqualTo(12_345);
        assertThat(file).hasContent("12345\n");
    }

    @Test
    void isAFreeOneBeforeOneWasKept() throws IOException {
        assertThat(port.get()).isBetween(20_000, 29_999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "12x", "0", "65536", "4294967296", "-1", "\u0000\u0000\u0000"})
    void isAFreeOneWhenTheFileHasNone(String content) throws IOException {
        Files.writeString(file, content);

        assertThat(port.get()).isBetween(20_000, 29_999);
    }

    @Test
    void isNotWrittenAgain() throws IOException {
        port.keep(12_345);
        var longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, longAgo);

        port.keep(12_345);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
    }

    @Test
    void replacesTheOldOneInOneStep() throws IOException {
        port.keep(12_345);

        port.keep(23_456);

        assertThat(port.get()).isEqualTo(23_456);
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(file);
        }
    }
}
