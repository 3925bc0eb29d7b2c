package org.freshet.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void alignsNumbersToTheRightAndTextToTheLeft() {
        var table = Table.of(">ID", "NAME", ">AGE");
        table.row(7, "a", "3 s");
        table.row(1234, "long name", null);

        assertThat(printed(table, false)).isEqualTo("""
                          ID  NAME       AGE
                           7  a          3 s
                        1234  long name
                        """);
    }

    @Test
    void leavesOutAColumnWithoutValues() {
        var table = Table.of("NAME", "HOST", "STATE");
        table.row("a", null, "x");
        table.row("b", "", "y");

        assertThat(printed(table, false)).isEqualTo("NAME  STATE\na     x\nb     y\n");
    }

    @Test
    void doesNotCountColoursAsWidth() {
        var table = Table.of("", "");
        table.row(new Table.Cell("bad", Tone.BAD), 1);
        table.row("plain", 2);

        assertThat(printed(table, true)).isEqualTo("\u001b[1;31mbad\u001b[0m    1\nplain  2\n");
    }

    @Test
    void cutsTheLongestTextsUntilTheLineFits() {
        var table = Table.of(">ID", "NAME", "HOST", ">NUMBERS");
        table.row(4711, "a rather long name of a job", "worker-0123456789.far.example", "1,234,567,890,123,456");

        assertThat(printedOfWidth(table, 60).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(printedOfWidth(table, 60)).contains("4711", "…", "1,234,567,890,123,456");
        assertThat(printedOfWidth(table, 0)).contains("of a job", "far.example");
    }

    @Test
    void cutsNoSheet() {
        var table = Table.of("", "");
        table.row("payload", "/a/path/that/is/longer/than/the/terminal/is/wide");

        assertThat(printedOfWidth(table, 30)).contains("is/wide");
    }

    @Test
    void refusesARowOfAnotherLength() {
        var table = Table.of("A", "B");

        assertThatThrownBy(() -> table.row("a")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String printedOfWidth(Table table, int width) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        table.print(new Terminal(stream, stream, true, false, width));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String printed(Table table, boolean coloured) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        table.print(new Terminal(stream, stream, false, coloured, 0));
        return out.toString(StandardCharsets.UTF_8);
    }
}
