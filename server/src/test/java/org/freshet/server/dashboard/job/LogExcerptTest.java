package org.freshet.server.dashboard.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;

class LogExcerptTest {

    private final Words words = PageFixtures.words();

    private LogExcerpt excerpt(String head, String tail, long total) {
        return LogExcerpt.of(new StoredLog(Stream.STDOUT, head.getBytes(UTF_8), tail.getBytes(UTF_8), total), words);
    }

    private LogExcerpt whole(String text) {
        return excerpt(text, "", text.getBytes(UTF_8).length);
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void numbersLinesFromOne() {
        LogExcerpt log = whole("first\nsecond");

        assertThat(log.lines())
                .containsExactly(new LogLine("L1", "1", "first", ""), new LogLine("L2", "2", "second", ""));
        assertThat(log.end()).isEqualTo("L2");
    }

    @Test
    void joinsHeadAndTailThatTouch() {
        byte[] euro = "a €\nb\n".getBytes(UTF_8);

        LogExcerpt log = LogExcerpt.of(
                new StoredLog(
                        Stream.STDERR,
                        java.util.Arrays.copyOf(euro, 3),
                        java.util.Arrays.copyOfRange(euro, 3, euro.length),
                        euro.length),
                words);

        assertThat(log.lines()).extracting(LogLine::text).containsExactly("a €", "b");
        assertThat(log.lines()).extracting(LogLine::anchor).containsExactly("E1", "E2");
    }

    @Test
    void countsFromTheEndBehindBytesThatWereNotKept() {
        LogExcerpt log = excerpt("first\n", "one but last\nlast\n", 5_000_000);

        assertThat(log.lines()).extracting(LogLine::number).containsExactly("1", "", "-2", "-1");
        assertThat(log.lines()).extracting(LogLine::isGap).containsExactly(false, true, false, false);
        assertThat(log.lines().get(1).text()).startsWith("5.0 MB were not kept");
        assertThat(log.end()).isEqualTo("L-1");
        assertThat(log.shown()).isEqualTo(3);
    }

    @Test
    void saysThatALogWasRemoved() {
        LogExcerpt log = excerpt("", "", 12_345);

        assertThat(log.lines()).singleElement().satisfies(line -> {
            assertThat(line.isGap()).isTrue();
            assertThat(line.text()).startsWith("It was removed");
        });
        assertThat(whole("").lines()).isEmpty();
    }

    @Test
    void leavesOutTheMiddleOfALongLogAndSaysHowMuch() {
        LogExcerpt log = whole(lines(5000));

        assertThat(log.lines()).hasSize(LogExcerpt.HEAD_LINES + 1 + LogExcerpt.TAIL_LINES);
        assertThat(log.lines().get(LogExcerpt.HEAD_LINES).text()).startsWith("3,800 lines are left out");
        assertThat(log.lines().get(LogExcerpt.HEAD_LINES + 1)).isEqualTo(new LogLine("L4001", "4001", "line 4001", ""));
        assertThat(log.lines().getLast().text()).isEqualTo("line 5000");
    }

    @Test
    void saysWhichKeptLinesOfACutLogItLeavesOut() {
        LogExcerpt log = excerpt(lines(300), lines(1500), 9_000_000);

        List<String> gaps =
                log.lines().stream().filter(LogLine::isGap).map(LogLine::text).toList();
        assertThat(gaps).hasSize(3);
        assertThat(gaps.get(0)).startsWith("100 lines are left out");
        assertThat(gaps.get(2)).startsWith("500 lines are left out");
        assertThat(log.lines().getLast().number()).isEqualTo("-1");
    }

    @Test
    void showsBytesThatAreNoText() {
        LogExcerpt log = LogExcerpt.of(
                new StoredLog(Stream.STDOUT, new byte[] {'a', (byte) 0xff, 'b', 0, '\t', 'c'}, new byte[0], 6), words);

        assertThat(log.lines().getFirst().text()).isEqualTo("a\uFFFDb\u00b7\tc");
    }

    @Test
    void dropsTheColoursOfATerminal() {
        assertThat(whole("\u001b[1;31mred\u001b[0m").lines().getFirst().text()).isEqualTo("red");
    }

    @Test
    void showsControlsThatWouldTurnTheTextAroundAsDots() {
        assertThat(whole("a\u202eb\u0085c\u2028d").lines())
                .extracting(LogLine::text)
                .containsExactly("a·b·c·d");
    }

    @Test
    void marksWarningsAndErrors() {
        LogExcerpt log = whole("Warning: hot\nan ERROR here\nterrors of the night\nTraceback (most recent call last):");

        assertThat(log.lines()).extracting(LogLine::look).containsExactly("w", "e", "", "e");
    }

    @Test
    void cutsALineThatNobodyCanRead() {
        String text = whole("x".repeat(10_000)).lines().getFirst().text();

        assertThat(text).hasSize(LogLine.LONGEST + 4).endsWith(" […]");
    }

    @Test
    void showsTheBeginningOfALineWithoutAnEnd() {
        LogExcerpt log = whole("\u001b[31m" + "0".repeat(1_000_000));

        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).isEqualTo("0".repeat(LogLine.LONGEST) + " […]"));
    }

    @Test
    void hasNoEndWithoutLines() {
        assertThat(whole("").end()).isNull();
    }

    @Test
    void givesThePlainBytesWithALineWhereSomeAreMissing() {
        var log = new StoredLog(Stream.STDOUT, "head".getBytes(UTF_8), "tail".getBytes(UTF_8), 10);

        assertThat(log.plain("[ 2 bytes ]")).asString(UTF_8).isEqualTo("head\n[ 2 bytes ]\ntail");
    }

    @Test
    void unpacksWhatIsStored() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("hello\n".getBytes(UTF_8));
        }

        StoredLog log = StoredLog.unpacked(Stream.STDOUT, packed.toByteArray(), new byte[0], 6);

        assertThat(log.head()).asString(UTF_8).isEqualTo("hello\n");
        assertThat(log.tail()).isEmpty();
        assertThat(log.lost()).isZero();
    }
}
