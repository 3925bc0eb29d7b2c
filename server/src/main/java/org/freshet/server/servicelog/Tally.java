package org.freshet.server.servicelog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The numbers behind an entry, for scripts: of each kind of thing how many, and the ids of the first ten.
 *
 * @param counts by kind, in the plural: {@code {"jobs": {"total": 400, "first": [1, 2, 3]}}}
 */
public record Tally(@JsonValue SequencedMap<String, Count> counts) {

    private static final int SHOWN = 10;

    /** How many; {@code first} is empty where ids say nothing. */
    public record Count(
            long total,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> first) {}

    public static Tally of(String kind, Collection<Long> ids) {
        var counts = new LinkedHashMap<String, Count>();
        counts.put(
                kind, new Count(ids.size(), ids.stream().sorted().limit(SHOWN).toList()));
        return new Tally(counts);
    }

    public static Tally of(String kind, long total) {
        return of(Map.of(kind, total));
    }

    public static Tally of(Map<String, Long> totals) {
        var counts = new LinkedHashMap<String, Count>();
        totals.forEach((kind, total) -> counts.put(kind, new Count(total, List.of())));
        return new Tally(counts);
    }

    /** The first ten in words, and how many more there are: {@code 1, 2, 3 … and 390 more}. */
    public static String inWords(Collection<?> things) {
        var first = things.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return things.size() > SHOWN ? first + " … and " + (things.size() - SHOWN) + " more" : first;
    }
}
