package org.freshet.server.dashboard.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.server.dashboard.alarms.Alarm.Look;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * How a shift went, as a bar: of each moment the worst that was.
 *
 * @param parts from its begin to its end
 * @param sums how long it was well, and how long each kind of alarm was the worst
 * @param well for how long nothing was wrong
 */
record ShiftBar(List<Part> parts, List<Sum> sums, Duration well) {

    private static final String WELL = "ok";

    /**
     * A stretch of the same.
     *
     * @param x where it begins, in percent of the bar
     */
    record Part(String look, String x, String width) {

        public boolean hatched() {
            return look.equals("broken");
        }
    }

    /** How long in all. */
    record Sum(Badge badge, String time) {}

    /** An alarm that went on. */
    record Spell(Look look, Instant from, @Nullable Instant to) {

        boolean isAt(Instant time) {
            return !from.isAfter(time) && (to == null || to.isAfter(time));
        }
    }

    private record Stretch(@Nullable Look look, Instant from, Instant to) {

        String word() {
            return look == null ? WELL : look.word();
        }

        Duration length() {
            return Duration.between(from, to);
        }
    }

    static ShiftBar of(Instant from, Instant to, List<Spell> spells) {
        var stretches = stretches(from, to, spells);
        var sums = new EnumMap<Look, Duration>(Look.class);
        var well = Duration.ZERO;
        for (var each : stretches) {
            if (each.look() == null) {
                well = well.plus(each.length());
            } else {
                sums.merge(each.look(), each.length(), Duration::plus);
            }
        }
        var all = Math.max(1, Duration.between(from, to).toMillis());
        return new ShiftBar(
                stretches.stream()
                        .map(it -> new Part(
                                it.word(), percent(Duration.between(from, it.from()), all), percent(it.length(), all)))
                        .toList(),
                Stream.concat(
                                Stream.of(sum(WELL, well)),
                                sums.entrySet().stream().map(ShiftBar::sum))
                        .toList(),
                well);
    }

    private static Sum sum(Map.Entry<Look, Duration> entry) {
        return sum(entry.getKey().word(), entry.getValue());
    }

    private static Sum sum(String word, Duration time) {
        var told = Elapsed.coarse(time) + " " + word;
        return new Sum(new Badge(word, told, false), told);
    }

    private static List<Stretch> stretches(Instant from, Instant to, List<Spell> spells) {
        var bounds = new TreeSet<Instant>(List.of(from, to));
        for (var spell : spells) {
            Stream.of(spell.from(), spell.to() == null ? to : spell.to())
                    .filter(it -> it.isAfter(from) && it.isBefore(to))
                    .forEach(bounds::add);
        }
        var stretches = new ArrayList<Stretch>();
        var begin = from;
        for (var end : bounds.tailSet(from, false)) {
            var look = worst(begin, spells);
            if (!stretches.isEmpty() && stretches.getLast().look() == look) {
                begin = stretches.removeLast().from();
            }
            stretches.add(new Stretch(look, begin, end));
            begin = end;
        }
        return stretches;
    }

    private static @Nullable Look worst(Instant at, List<Spell> spells) {
        return spells.stream()
                .filter(it -> it.isAt(at))
                .map(Spell::look)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static String percent(Duration part, long all) {
        return String.format(Locale.ROOT, "%.2f%%", 100.0 * part.toMillis() / all);
    }

    /** For those who cannot see it. */
    public String spoken() {
        return sums.stream().map(Sum::time).collect(Collectors.joining(", "));
    }
}
