package org.freshet.server.dashboard.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.freshet.server.dashboard.page.Words;

/** All lines that are kept of a stream, by their numbers: those before a gap from 1, those behind it up to -1. */
final class LogLines {

    /** So many lines that have what is sought are shown. */
    static final int MOST_FOUND = 500;

    /** Lines on each side of one that is asked for. */
    static final int AROUND = 250;

    private final String prefix;
    private final List<String> head;
    private final List<String> tail;

    /** @param prefix of the anchors */
    LogLines(String prefix, StoredLog log) {
        this.prefix = prefix;
        this.head = lines(log.lost() == 0 ? log.plain("") : log.head());
        this.tail = log.lost() == 0 ? List.of() : lines(log.tail());
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    private int size() {
        return head.size() + tail.size();
    }

    private String raw(int index) {
        return index < head.size() ? head.get(index) : tail.get(index - head.size());
    }

    private LogLine line(int index) {
        return LogLine.of(prefix, index < head.size() ? index + 1 : index - size(), raw(index));
    }

    /**
     * What was found.
     *
     * @param lines the first of them
     * @param count of all
     */
    record Found(List<LogLine> lines, int count) {}

    /** Those that have this text in them, in upper or lower case. */
    Found find(String text) {
        var sought = text.toLowerCase(Locale.ROOT);
        var found = new ArrayList<LogLine>();
        int count = 0;
        for (int index = 0; index < size(); index++) {
            if (raw(index).toLowerCase(Locale.ROOT).contains(sought)) {
                count++;
                if (found.size() < MOST_FOUND) {
                    found.add(line(index));
                }
            }
        }
        return new Found(found, count);
    }

    /** Those around a line; empty if there is none of that number. */
    List<LogLine> around(long number, Words words) {
        long index = number > 0 ? number - 1 : size() + number;
        boolean isThere = number > 0 ? number <= head.size() : index >= head.size();
        if (number == 0 || !isThere) {
            return List.of();
        }
        int from = (int) Math.max(0, index - AROUND);
        int to = (int) Math.min(size(), index + AROUND + 1);
        var lines = new ArrayList<LogLine>();
        if (from > 0) {
            lines.add(LogLine.gap(words.say("log.gap.before", from)));
        }
        for (int each = from; each < to; each++) {
            if (each == head.size() && !tail.isEmpty()) {
                lines.add(LogLine.gap(words.say("log.gap.here")));
            }
            lines.add(line(each));
        }
        if (to < size()) {
            lines.add(LogLine.gap(words.say("log.gap.after", size() - to)));
        }
        return List.copyOf(lines);
    }
}
