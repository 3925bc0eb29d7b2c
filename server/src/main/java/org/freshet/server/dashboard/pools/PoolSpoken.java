package org.freshet.server.dashboard.pools;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/** The chart of a pool in words, for those who cannot see it. */
final class PoolSpoken {

    private final List<Quarter> quarters;
    private final Words words;

    PoolSpoken(List<Quarter> quarters, Words words) {
        this.quarters = quarters;
        this.words = words;
    }

    String all(int cap) {
        if (quarters.isEmpty()) {
            return words.say("pool.chart.none");
        }
        var submitted = quarters.stream().mapToInt(Quarter::submitted).sum();
        var unsure = quarters.stream().mapToInt(Quarter::unsure).sum();
        var unknown = quarters.stream().map(Quarter::unknown).reduce(Duration.ZERO, Duration::plus);
        return words.say(
                "pool.chart.spoken",
                range(Quarter::want),
                range(Quarter::have),
                submitted,
                unsure,
                cap,
                unknown.toSeconds() == 0 ? words.say("pool.chart.unknown.never") : Elapsed.coarse(unknown));
    }

    /** From the least to the most, and the last. */
    private String range(Function<Quarter, @Nullable Integer> number) {
        var known =
                quarters.stream().map(number).filter(Objects::nonNull).sorted().toList();
        var last = number.apply(quarters.getLast());
        return known.isEmpty()
                ? words.say("pool.chart.unknown")
                : words.say(
                        "pool.chart.range",
                        known.getFirst(),
                        known.getLast(),
                        last == null ? words.say("unknown") : words.say("pool.chart.number", last));
    }
}
