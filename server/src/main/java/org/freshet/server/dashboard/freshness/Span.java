package org.freshet.server.dashboard.freshness;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How much of the time until now the charts of the overview show. */
public enum Span {
    MINUTE("1 min", Duration.ofMinutes(1), Duration.ofSeconds(5)),
    TEN_MINUTES("10 min", Duration.ofMinutes(10), Duration.ofSeconds(30)),
    HOUR("1 h", Duration.ofHours(1), Duration.ofMinutes(5)),
    TWO_HOURS("2 h", Duration.ofHours(2), Duration.ofMinutes(5)),
    DAY("24 h", Duration.ofHours(24), Duration.ofMinutes(30));

    private static final DateTimeFormatter SECONDS = time("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = time("HH:mm");
    private static final int LABELS = 4;

    private final String words;
    private final Duration length;
    private final Duration step;

    Span(String words, Duration length, Duration step) {
        this.words = words;
        this.length = length;
        this.step = step;
    }

    private static DateTimeFormatter time(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    public String words() {
        return words;
    }

    /** For the address of a page. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Duration step() {
        return step;
    }

    public String stepWords() {
        return step.toSeconds() < 60 ? step.toSeconds() + " s" : step.toMinutes() + " min";
    }

    /** Into how many steps it is divided; the last is the one that is not over. */
    public int slices() {
        return (int) length.dividedBy(step);
    }

    /** When its first step begins, so that the last one is that of now. */
    public Instant begin(Instant now) {
        long seconds = step.toSeconds();
        long present = Math.floorDiv(now.getEpochSecond(), seconds) * seconds;
        return Instant.ofEpochSecond(present - (slices() - 1) * seconds);
    }

    /** Which step a moment is in; outside of the span if that is not one of them. */
    public int place(Instant begin, Instant at) {
        return (int) Math.floorDiv(Duration.between(begin, at).toSeconds(), step.toSeconds());
    }

    public String time(Instant at) {
        return (step.toSeconds() < 60 ? SECONDS : MINUTES).format(at);
    }

    /** What is written below a drawing of it; the last says in which zone all of them are. */
    public List<String> labels(Instant begin) {
        return IntStream.rangeClosed(0, LABELS)
                .mapToObj(it -> time(begin.plus(step.multipliedBy((long) slices() * it / LABELS)))
                        + (it == LABELS ? " UTC" : ""))
                .toList();
    }

    /** From when on the history is read row by row: short spans are too fine for its sums. */
    public Instant raw(Instant begin, Instant tallied) {
        return step.toSeconds() < 300 ? begin : tallied;
    }
}
