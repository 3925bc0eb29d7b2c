package org.freshet.server.dashboard.failures;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.failure.FailureKey;
import org.freshet.server.failure.FailurePart;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that failed in the same way, however they stand now.
 *
 * @param key what they have in common
 * @param hosts on which they failed, as far as they are known
 * @param ids of the latest of them, some of the latest ones first
 * @param attempt at which the first of {@code ids} failed
 * @param message what was said of that; null if nothing
 * @param course how many failed in each twelfth of the time
 */
record FailureGroup(
        FailureKey key,
        List<String> hosts,
        long jobs,
        Instant first,
        Instant last,
        List<Long> ids,
        int attempt,
        @Nullable String message,
        List<Integer> course) {

    /** The largest first; of two as large, the one with the latest failure. */
    static final Comparator<FailureGroup> LARGEST_FIRST = Comparator.comparing(FailureGroup::jobs)
            .thenComparing(FailureGroup::last)
            .reversed()
            .thenComparing(it -> it.key().id());

    /** All of one group. */
    static FailureGroup of(FailureKey key, List<FailurePart> parts) {
        var latestFirst = parts.stream()
                .sorted(Comparator.comparing(FailurePart::last).reversed())
                .toList();
        var latest = latestFirst.getFirst();
        var ids = new ArrayList<Long>();
        latestFirst.forEach(it -> ids.addAll(it.ids()));
        return new FailureGroup(
                key,
                parts.stream()
                        .flatMap(it -> Stream.ofNullable(it.key().host()))
                        .distinct()
                        .sorted()
                        .toList(),
                parts.stream().mapToLong(FailurePart::jobs).sum(),
                parts.stream()
                        .map(FailurePart::first)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                latest.last(),
                ids.subList(0, Math.min(FailurePart.IDS, ids.size())),
                latest.attempt(),
                latest.message(),
                IntStream.range(0, latest.course().size())
                        .mapToObj(slot -> parts.stream()
                                .mapToInt(it -> it.course().get(slot))
                                .sum())
                        .toList());
    }

    long example() {
        return ids.getFirst();
    }

    /** The list of exactly these jobs; if they are too many for an address, of all that are failed in this way. */
    String list() {
        if (ids.size() == jobs) {
            return Paths.JOBS + "?id=" + ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return Paths.JOBS + "?state=FAILED&reason=" + key.reason()
                + (key.exitCode() == null ? "" : "&exit=" + key.exitCode())
                + "&type=" + encoded(key.jobtype())
                + (key.host() == null ? "" : "&host=" + encoded(key.host()));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
