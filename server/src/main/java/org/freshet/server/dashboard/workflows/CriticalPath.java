package org.freshet.server.dashboard.workflows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chain of steps that took longest, each waiting for the one before it: what decides how long a workflow takes. Of
 * chains that took equally long it is the one with most steps, so that it goes on to what has not begun.
 *
 * @param steps first to last; empty only without steps
 * @param length sum of what its steps took, the waiting between them left out
 */
record CriticalPath(List<Step> steps, Duration length) {

    private record End(
            Step step, Duration length, int steps, @Nullable End before) {

        boolean isLongerThan(@Nullable End other) {
            if (other == null) {
                return true;
            }
            int longer = length.compareTo(other.length);
            return longer > 0 || (longer == 0 && steps > other.steps);
        }
    }

    /** @param order each after its parents */
    static CriticalPath of(List<Step> order, Instant now) {
        Map<Long, End> ends = new HashMap<>();
        @Nullable End longest = null;
        for (Step step : order) {
            @Nullable End before = null;
            for (long parent : step.parents().stream().sorted().toList()) {
                var end = ends.get(parent);
                if (end != null && end.isLongerThan(before)) {
                    before = end;
                }
            }
            var took = step.took(now);
            var end = before == null
                    ? new End(step, took, 1, null)
                    : new End(step, before.length().plus(took), before.steps() + 1, before);
            ends.put(step.key(), end);
            if (end.isLongerThan(longest)) {
                longest = end;
            }
        }
        if (longest == null) {
            return new CriticalPath(List.of(), Duration.ZERO);
        }
        var steps = new ArrayList<Step>();
        for (@Nullable End end = longest; end != null; end = end.before()) {
            steps.add(end.step());
        }
        return new CriticalPath(List.copyOf(steps.reversed()), longest.length());
    }

    /** Of its steps; none while nothing has run, since then every chain is as long. */
    Set<Long> keys() {
        if (length.isZero()) {
            return Set.of();
        }
        var keys = new HashSet<Long>();
        steps.forEach(it -> keys.add(it.key()));
        return keys;
    }
}
