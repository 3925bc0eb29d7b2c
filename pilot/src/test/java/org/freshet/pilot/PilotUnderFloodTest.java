package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.nio.file.Files;
import java.time.Duration;
import org.freshet.protocol.LogPart;
import org.junit.jupiter.api.Test;

class PilotUnderFloodTest extends PilotProcess {

    /** More than an int counts. Ten gigabytes pass as well, in 16 s on two cores; this takes a quarter of it. */
    private static final long BYTES = 2_500_000_000L;

    @Test
    void keepsHeadAndTailOfGigabytesInFlatMemoryAndWithoutADisk() throws Exception {
        server.offer(aShellJob("head -c " + BYTES + " /dev/zero; printf end; du -sk . >&2")
                .timeLimit(300)
                .build());

        start();

        var end = awaitEnd(Duration.ofSeconds(120));
        assertThat(end.reason()).isNull();
        assertThat(server.uploads())
                .filteredOn(it -> it.stream() == LogPart.Stream.STDOUT)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.totalBytes()).isEqualTo(BYTES + 3);
                    assertThat(it.head()).hasSize(LogPart.MAX_HEAD);
                    assertThat(it.tail()).hasSize(LogPart.MAX_TAIL).endsWith('e', 'n', 'd');
                });
        assertThat(peakMemoryMb()).isLessThan(150);
        try (var files = Files.walk(work())) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
