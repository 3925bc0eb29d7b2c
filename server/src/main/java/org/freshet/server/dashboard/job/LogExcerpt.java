package org.freshet.server.dashboard.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;

/**
 * The beginning and the end of a stream, line by line.
 *
 * @param name {@code stdout} or {@code stderr}
 * @param lines in order
 * @param size of the whole stream, in words
 * @param found how many lines have what was sought, in words; null if nothing was
 */
record LogExcerpt(
        String name,
        List<LogLine> lines,
        String size,
        @Nullable String found) {

    /** Lines from the beginning that a page shows. */
    static final int HEAD_LINES = 200;

    /** Lines from the end that a page shows. */
    static final int TAIL_LINES = 1000;

    /** Anchor of the last line; null if there is none. */
    public @Nullable String end() {
        return lines.isEmpty() ? null : lines.getLast().anchor();
    }

    /** How many lines of the stream are among {@link #lines()}. */
    public long shown() {
        return lines.stream().filter(line -> !line.isGap()).count();
    }

    static LogExcerpt of(StoredLog log, Words words) {
        return of(log, words, LogWish.NONE);
    }

    /** What of the stream somebody wants to see. */
    static LogExcerpt of(StoredLog log, Words words, LogWish wish) {
        String prefix = switch (log.stream()) {
            case STDOUT -> "L";
            case STDERR -> "E";
        };
        String size = ByteCount.words(log.total());
        if (log.wasRemoved()) {
            return new LogExcerpt(log.name(), List.of(LogLine.gap(words.say("log.removed"))), size, null);
        }
        if (wish.find() != null) {
            var found = new LogLines(prefix, log).find(wish.find());
            return new LogExcerpt(
                    log.name(),
                    found.lines(),
                    size,
                    words.say("log.found", found.count(), found.lines().size()));
        }
        List<LogLine> around = wish.lineOf(prefix)
                .map(it -> new LogLines(prefix, log).around(it, words))
                .orElse(List.of());
        return new LogExcerpt(log.name(), around.isEmpty() ? atItsEnds(log, prefix, words) : around, size, null);
    }

    private static List<LogLine> atItsEnds(StoredLog log, String prefix, Words words) {
        return log.lost() == 0 ? whole(log, prefix, words) : cut(log, prefix, words);
    }

    /** Every byte is there: the numbers count from the beginning throughout. */
    private static List<LogLine> whole(StoredLog log, String prefix, Words words) {
        List<String> all = text(log.plain("")).lines().toList();
        if (all.size() <= HEAD_LINES + TAIL_LINES) {
            return numbered(prefix, 1, all);
        }
        List<LogLine> lines = new ArrayList<>(numbered(prefix, 1, all.subList(0, HEAD_LINES)));
        lines.add(LogLine.gap(words.say("log.gap.lines", all.size() - HEAD_LINES - TAIL_LINES)));
        int from = all.size() - TAIL_LINES;
        lines.addAll(numbered(prefix, from + 1, all.subList(from, all.size())));
        return lines;
    }

    /** Nobody knows how many lines are missing: behind the gap the numbers count from the end. */
    private static List<LogLine> cut(StoredLog log, String prefix, Words words) {
        List<String> head = text(log.head()).lines().toList();
        List<String> tail = text(log.tail()).lines().toList();
        int shownOfTail = Math.min(TAIL_LINES, tail.size());
        List<LogLine> lines = new ArrayList<>(numbered(prefix, 1, head.subList(0, Math.min(HEAD_LINES, head.size()))));
        if (head.size() > HEAD_LINES) {
            lines.add(LogLine.gap(words.say("log.gap.lines", head.size() - HEAD_LINES)));
        }
        lines.add(LogLine.gap(words.say("log.gap.bytes", ByteCount.words(log.lost()))));
        if (tail.size() > shownOfTail) {
            lines.add(LogLine.gap(words.say("log.gap.lines", tail.size() - shownOfTail)));
        }
        lines.addAll(numbered(prefix, -shownOfTail, tail.subList(tail.size() - shownOfTail, tail.size())));
        return lines;
    }

    private static List<LogLine> numbered(String prefix, long first, List<String> texts) {
        List<LogLine> lines = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            lines.add(LogLine.of(prefix, first + i, texts.get(i)));
        }
        return lines;
    }

    /** What is not UTF-8 is replaced, not refused: a payload may print anything. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
