package org.freshet.server.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogPart.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveLogTest {

    private static final int BOTH = LiveLog.HEAD + LiveLog.TAIL;

    private static LogPart part(String head, String tail, long total) {
        return new LogPart(Stream.STDOUT, head.getBytes(UTF_8), tail.getBytes(UTF_8), total);
    }

    private static void assertIs(LogPart log, String head, String tail, long total) {
        assertThat(log.head()).asString(UTF_8).isEqualTo(head);
        assertThat(log.tail()).asString(UTF_8).isEqualTo(tail);
        assertThat(log.totalBytes()).isEqualTo(total);
    }

    @Test
    void joinsWhatFollowsOnEachOther() {
        var log = LiveLog.append(LiveLog.begin(part("", "one ", 4)), part("", "two ", 8));

        assertIs(log, "one two ", "", 8);
    }

    @Test
    void takesWhatWasSentTwiceOnce() {
        var log = LiveLog.append(LiveLog.begin(part("", "one ", 4)), part("", "e two ", 8));

        assertIs(log, "one two ", "", 8);
    }

    @Test
    void keepsTheBeginningAndLeavesAGapForWhatNeverArrived() {
        var log = LiveLog.append(LiveLog.begin(part("", "one ", 4)), part("", "nine ", 37));

        assertIs(log, "one ", "nine ", 37);
    }

    @Test
    void growsBehindTheGap() {
        var log = LiveLog.append(part("one ", "nine ", 37), part("", "ten ", 41));

        assertIs(log, "one ", "nine ten ", 41);
    }

    @Test
    void keepsTheBeginningAcrossASecondGap() {
        var log = LiveLog.append(part("one ", "nine ", 37), part("", "fifty ", 300));

        assertIs(log, "one ", "fifty ", 300);
    }

    @Test
    void beginsInTheMiddleOfAStreamThatWasNotSeenFromItsBeginning() {
        var log = LiveLog.append(LiveLog.begin(part("", "nine ", 37)), part("", "ten ", 41));

        assertIs(log, "", "nine ten ", 41);
    }

    @Test
    void takesTheBeginningThatAPartBringsBeforeAGap() {
        assertIs(LiveLog.begin(part("one ", "nine ", 37)), "one ", "nine ", 37);
    }

    @Test
    void takesAPartThatHoldsTheWholeStream() {
        assertIs(LiveLog.append(part("", "nine ", 37), part("all ", "of it ", 10)), "all of it ", "", 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {LiveLog.HEAD, LiveLog.HEAD + 1, BOTH, BOTH + 1, 3 * BOTH})
    void keepsTheFirstAndTheNewestBytesOfAStreamThatArrivesInPieces(int length) {
        var random = new Random(length);
        var all = new byte[length];
        random.nextBytes(all);
        var log = LiveLog.begin(new LogPart(Stream.STDERR, new byte[0], Arrays.copyOf(all, 1), 1));

        for (int end = 1; end < length; ) {
            int begin = end;
            end = Math.min(length, begin + 1 + random.nextInt(24 * 1024));
            log = LiveLog.append(
                    log, new LogPart(Stream.STDERR, new byte[0], Arrays.copyOfRange(all, begin, end), end));
        }

        int tail = Math.min(LiveLog.TAIL, length - LiveLog.HEAD);
        assertThat(log.head()).isEqualTo(Arrays.copyOf(all, LiveLog.HEAD));
        assertThat(log.tail()).isEqualTo(Arrays.copyOfRange(all, length - tail, length));
        assertThat(log.totalBytes()).isEqualTo(length);
    }
}
