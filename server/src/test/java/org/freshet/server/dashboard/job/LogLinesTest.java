package org.freshet.server.dashboard.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.job.LogLine.Piece;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    private static final Words WORDS = PageFixtures.words();

    private static LogLines whole(String text) {
        return new LogLines("L", new StoredLog(Stream.STDOUT, text.getBytes(UTF_8), new byte[0], text.length()));
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(it -> "line " + it).collect(Collectors.joining("\n"));
    }

    @Test
    void findsLinesInUpperAndLowerCaseByTheirNumbers() {
        var found = whole("one\nTimestamp mismatch\nthree\na timestamp\n").find("TIMEstamp");

        assertThat(found.count()).isEqualTo(2);
        assertThat(found.lines()).extracting(LogLine::anchor).containsExactly("L2", "L4");
    }

    @Test
    void countsAllThatItFindsAndShowsTheFirstOfThem() {
        var found = whole(lines(2000)).find("line");

        assertThat(found.count()).isEqualTo(2000);
        assertThat(found.lines()).hasSize(LogLines.MOST_FOUND);
        assertThat(found.lines().getLast().number()).isEqualTo("500");
    }

    @Test
    void showsALineWithThoseAroundItAndSaysWhatIsLeftOut() {
        var around = whole(lines(2000)).around(1000, WORDS);

        assertThat(around).hasSize(2 * LogLines.AROUND + 3);
        assertThat(around.get(LogLines.AROUND + 1).anchor()).isEqualTo("L1000");
        assertThat(around.getFirst().isGap()).isTrue();
        assertThat(around.getLast().text()).startsWith("750 lines follow");
    }

    @Test
    void countsFromTheEndBehindBytesThatWereNotKept() {
        var log = new LogLines(
                "E", new StoredLog(Stream.STDERR, "a\nb\n".getBytes(UTF_8), "y\nz\n".getBytes(UTF_8), 1000));

        assertThat(log.around(-1, WORDS)).extracting(LogLine::anchor).containsExactly("E1", "E2", "", "E-2", "E-1");
        assertThat(log.find("y").lines()).extracting(LogLine::anchor).containsExactly("E-2");
        assertThat(log.around(3, WORDS)).isEmpty();
        assertThat(log.around(-3, WORDS)).isEmpty();
        assertThat(log.around(0, WORDS)).isEmpty();
    }

    @Test
    void marksEachPlaceInALine() {
        assertThat(LogLine.of("L", 1, "a.b A.B axb").pieces("a.b"))
                .containsExactly(
                        new Piece("a.b", true),
                        new Piece(" ", false),
                        new Piece("A.B", true),
                        new Piece(" axb", false));
    }

    @Test
    void takesFromAnAddressOnlyWhatIsALineOrAText() {
        assertThat(LogWish.of(" ", "L214", null)).isEqualTo(new LogWish(null, "L214", false));
        assertThat(LogWish.of("x", "L214", "on")).isEqualTo(new LogWish("x", null, true));
        assertThat(LogWish.of(null, "214", "off")).isEqualTo(LogWish.NONE);
        assertThat(new LogWish(null, "E-3", false).lineOf("E")).contains(-3L);
        assertThat(new LogWish(null, "E-3", false).lineOf("L")).isEmpty();
    }
}
