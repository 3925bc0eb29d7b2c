package org.freshet.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    private Path directory;

    @Test
    void readsOnlyWhatWasAppendedAfterwards() throws Exception {
        var file = Files.writeString(directory.resolve("log"), "old\n");

        var tail = LogTail.from(file);
        Files.writeString(file, "new\n", StandardOpenOption.APPEND);

        assertThat(tail.read()).isEqualTo("new\n");
    }

    @Test
    void setsALargeFileAsideOnce() throws Exception {
        var file = directory.resolve("log");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(10_000_001);
        }

        LogTail.from(file);

        assertThat(file).doesNotExist();
        assertThat(directory.resolve("log.1")).hasSize(10_000_001);
    }

    @Test
    void quotesWhatExplainsAnEndWithoutTimeStamps() {
        var output = """
                2026-11-20 11:12:10.820 UTC [4711] LOG:  starting PostgreSQL 18.6 on x86_64-pc-linux-gnu
                2026-11-20 11:12:10.821 UTC [4711] FATAL:  could not write lock file "postmaster.pid": No space left on device
                2026-11-20 11:12:10.822 UTC [4711] LOG:  database system is shut down
                """;

        assertThat(LogTail.lastWords(output))
                .isEqualTo("FATAL:  could not write lock file \"postmaster.pid\": No space left on device");
    }
}
