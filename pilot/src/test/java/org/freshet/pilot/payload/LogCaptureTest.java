package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.freshet.protocol.LogPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCaptureTest {

    private static final int BOTH = LogPart.MAX_HEAD + LogPart.MAX_TAIL;

    private final LogCapture log = new LogCapture(LogPart.Stream.STDERR);

    @Test
    void hasNothingOfASilentStream() {
        assertThat(log.whole()).isEmpty();
        assertThat(log.grownSinceLast(100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                4096,
                LogPart.MAX_HEAD - 1,
                LogPart.MAX_HEAD,
                LogPart.MAX_HEAD + 1,
                BOTH - 1,
                BOTH,
                BOTH + 1,
                BOTH + LogPart.MAX_TAIL,
                5_000_001
            })
    void keepsTheFirstAndTheLastBytes(int length) {
        byte[] all = write(length, new Random(length));

        var part = log.whole().orElseThrow();

        int head = Math.min(length, LogPart.MAX_HEAD);
        int tail = Math.min(length - head, LogPart.MAX_TAIL);
        assertThat(part.stream()).isEqualTo(LogPart.Stream.STDERR);
        assertThat(part.totalBytes()).isEqualTo(length);
        assertThat(part.head()).isEqualTo(Arrays.copyOf(all, head));
        assertThat(part.tail()).isEqualTo(Arrays.copyOfRange(all, length - tail, length));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1, 99, 100, 101, LogPart.MAX_HEAD - 1, LogPart.MAX_HEAD + 50, LogPart.MAX_HEAD + 100, 2_000_000})
    void givesTheBeginningAndTheNewestEndOfWhatGrewFirst(int length) {
        byte[] all = write(length, new Random(length));

        var part = log.grownSinceLast(100).orElseThrow();

        int begin = length > 100 ? 50 : 0;
        assertThat(part.head()).isEqualTo(Arrays.copyOf(all, begin));
        assertThat(part.tail()).isEqualTo(Arrays.copyOfRange(all, Math.max(0, length - 100 + begin), length));
        assertThat(part.totalBytes()).isEqualTo(length);
        assertThat(log.grownSinceLast(100)).isEmpty();
    }

    @Test
    void givesOnlyWhatCameSince() {
        log.add(new byte[] {1, 2, 3}, 3);
        log.grownSinceLast(100);
        log.add(new byte[] {4}, 1);

        assertThat(log.hasGrown()).isTrue();
        assertThat(log.grownSinceLast(2))
                .hasValueSatisfying(part -> assertThat(part.tail()).containsExactly(4));
        assertThat(log.hasGrown()).isFalse();
    }

    @Test
    void givesTheNewestEndOfWhatGrewLater() {
        log.add(new byte[] {1, 2, 3}, 3);
        log.grownSinceLast(2);
        log.add(new byte[] {4, 5, 6, 7}, 4);

        assertThat(log.grownSinceLast(2)).hasValueSatisfying(part -> {
            assertThat(part.head()).isEmpty();
            assertThat(part.tail()).containsExactly(6, 7);
            assertThat(part.totalBytes()).isEqualTo(7);
        });
    }

    @Test
    void givesEveryByteOnceAcrossTheEndOfTheHeadAndTheRing() {
        var random = new Random(7);
        var received = new ByteArrayOutputStream();
        var written = new ByteArrayOutputStream();

        while (written.size() < 2 * BOTH) {
            byte[] piece = new byte[1 + random.nextInt(20_000)];
            random.nextBytes(piece);
            written.writeBytes(piece);
            log.add(piece, piece.length);
            log.grownSinceLast(20_000).ifPresent(part -> received.writeBytes(part.tail()));
        }

        assertThat(received.toByteArray()).isEqualTo(written.toByteArray());
    }

    @Test
    void copesWithOneWriteThatIsLongerThanAllItKeeps() {
        byte[] all = new byte[3 * BOTH];
        new Random(1).nextBytes(all);

        log.add(all, all.length);

        var part = log.whole().orElseThrow();
        assertThat(part.head()).isEqualTo(Arrays.copyOf(all, LogPart.MAX_HEAD));
        assertThat(part.tail()).isEqualTo(Arrays.copyOfRange(all, all.length - LogPart.MAX_TAIL, all.length));
        assertThat(part.totalBytes()).isEqualTo(all.length);
    }

    @Test
    void echoesAllThatIsPrinted() {
        byte[] all = new byte[3 * BOTH];
        new Random(2).nextBytes(all);
        var echo = new ByteArrayOutputStream();

        new LogCapture(LogPart.Stream.STDOUT, echo).drain(new ByteArrayInputStream(all));

        assertThat(echo.toByteArray()).isEqualTo(all);
    }

    @Test
    void goesOnWhenNobodyListensToTheEchoAnyMore() {
        byte[] all = new byte[BOTH];
        var deaf = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        var capture = new LogCapture(LogPart.Stream.STDOUT, deaf);

        capture.drain(new ByteArrayInputStream(all));

        assertThat(capture.whole().orElseThrow().totalBytes()).isEqualTo(BOTH);
    }

    /** Random bytes in pieces of random length. */
    private byte[] write(int length, Random random) {
        var all = new ByteArrayOutputStream();
        while (all.size() < length) {
            byte[] piece = new byte[Math.min(length - all.size(), 1 + random.nextInt(20_000))];
            random.nextBytes(piece);
            log.add(piece, piece.length);
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
