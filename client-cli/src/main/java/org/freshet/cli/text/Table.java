package org.freshet.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. A column whose cells are all empty is left out, so that a table is no wider than it has to be; where the
 * terminal is narrower still, the longest texts are cut, never what is aligned to the right (ids, numbers, times).
 */
public final class Table {

    private static final String GAP = "  ";

    /** No column of texts is cut to less. */
    private static final int LEAST_WIDTH = 8;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** Headings of the columns; a {@code >} in front aligns the column to the right, as numbers want. */
    public static Table of(String... headings) {
        return new Table(Arrays.stream(headings).map(Column::of).toList());
    }

    /** Adds a row: texts and {@link Cell}s, one per column; null is an empty cell. */
    public void row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(values).map(Cell::of).toList());
    }

    /** Writes headings and rows as part of the answer. */
    public void print(Terminal terminal) {
        int[] widths = widths();
        if (hasHeadings() && terminal.width() > 0) {
            fit(widths, terminal.width());
        }
        var headings = columns.stream()
                .map(column -> new Cell(column.heading, Tone.HEADING))
                .toList();
        if (hasHeadings()) {
            terminal.out().println(line(headings, widths, terminal));
        }
        rows.forEach(row -> terminal.out().println(line(row, widths, terminal)));
    }

    /** Without them it is a sheet of one thing, all of which is wanted. */
    private boolean hasHeadings() {
        return columns.stream().anyMatch(column -> !column.heading.isEmpty());
    }

    private void fit(int[] widths, int wanted) {
        int gaps =
                GAP.length() * (int) (Arrays.stream(widths).filter(it -> it > 0).count() - 1);
        int tooMuch = Arrays.stream(widths).sum() + gaps - wanted;
        while (tooMuch > 0) {
            int longest = longestText(widths);
            if (longest < 0) {
                return;
            }
            int second = IntStream.range(0, widths.length)
                    .filter(i -> i != longest && !columns.get(i).right && widths[i] < widths[longest])
                    .map(i -> widths[i])
                    .max()
                    .orElse(LEAST_WIDTH);
            int cut = Math.min(tooMuch, widths[longest] - Math.clamp(second, LEAST_WIDTH, widths[longest] - 1));
            widths[longest] -= cut;
            tooMuch -= cut;
        }
    }

    /** The widest column that may be cut; negative if there is none. */
    private int longestText(int[] widths) {
        int longest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (!columns.get(i).right && widths[i] > Math.max(LEAST_WIDTH, longest < 0 ? 0 : widths[longest])) {
                longest = i;
            }
        }
        return longest;
    }

    private String line(List<Cell> cells, int[] widths, Terminal terminal) {
        var line = new StringBuilder();
        String pending = "";
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            var cell = cells.get(i).cut(widths[i]);
            String fill = " ".repeat(widths[i] - cell.width());
            boolean right = columns.get(i).right;
            line.append(cell.text.isEmpty() ? "" : pending + (right ? fill : ""));
            line.append(terminal.paint(cell.tone, cell.text));
            pending = (cell.text.isEmpty() ? pending + fill : right ? "" : fill) + GAP;
        }
        return line.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest =
                    rows.stream().mapToInt(row -> row.get(column).width()).max().orElse(0);
            int heading = columns.get(i).heading.length();
            widths[i] = widest == 0 && !rows.isEmpty() ? 0 : Math.max(widest, heading);
        }
        return widths;
    }

    /** A text with a tone. */
    public record Cell(String text, Tone tone) {

        public Cell {
            text = Words.printable(text);
        }

        private static Cell of(@Nullable Object value) {
            return switch (value) {
                case null -> new Cell("", Tone.PLAIN);
                case Cell cell -> cell;
                default -> new Cell(value.toString(), Tone.PLAIN);
            };
        }

        private Cell cut(int width) {
            return width() <= width
                    ? this
                    : new Cell(text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…", tone);
        }

        private int width() {
            return text.codePointCount(0, text.length());
        }
    }

    private record Column(String heading, boolean right) {

        static Column of(String heading) {
            return heading.startsWith(">") ? new Column(heading.substring(1), true) : new Column(heading, false);
        }
    }
}
