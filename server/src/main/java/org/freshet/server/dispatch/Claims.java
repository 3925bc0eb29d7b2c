package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.server.dispatch.ClaimSql.Source;
import org.springframework.stereotype.Component;

/**
 * Couples waiting jobs to pilots: pilots to which the same classes of jobs fit are served by one statement, those with
 * the smallest choice first. Not for use by two threads at once.
 */
@Component
class Claims {

    private final ClaimSql sql;
    /** When each type was served last, on a counter; so types of one priority take turns. */
    private final Map<String, Long> turns = new HashMap<>();

    private long turn;

    Claims(ClaimSql sql) {
        this.sql = sql;
    }

    /**
     * What is in the queue.
     *
     * @param open classes of which jobs may be given now
     * @param someAreFull whether other classes wait until jobs of their type end
     */
    record Waiting(List<WaitingClass> open, boolean someAreFull) {

        static final Waiting NOTHING = new Waiting(List.of(), false);
    }

    Waiting waiting() {
        var all = sql.waiting();
        if (all.isEmpty()) {
            return Waiting.NOTHING;
        }
        var full = sql.fullTypes(types(all));
        var open = all.stream()
                .filter(it -> !full.contains(it.requirement().jobtype()))
                .toList();
        return new Waiting(open, open.size() < all.size());
    }

    private static Set<String> types(List<WaitingClass> classes) {
        return classes.stream().map(it -> it.requirement().jobtype()).collect(Collectors.toSet());
    }

    /** Whether any of the classes fits the pilot. */
    static boolean anyFits(List<WaitingClass> waiting, Seeker seeker) {
        return waiting.stream().anyMatch(it -> fits(it, seeker));
    }

    List<Claimed> claim(List<WaitingClass> waiting, List<Seeker> seekers) {
        if (waiting.isEmpty() || seekers.isEmpty()) {
            return List.of();
        }
        var places = sql.lockFreePlaces(types(waiting));
        var claimed = new ArrayList<Claimed>();
        for (var group : groups(waiting, seekers)) {
            var got = sql.claim(sources(group.classes(), places), group.seekers());
            for (var one : got) {
                var type = one.assignment().jobtype();
                places.computeIfPresent(type, (name, free) -> free - 1);
                turns.put(type, ++turn);
            }
            claimed.addAll(got);
        }
        return claimed;
    }

    private record Group(List<WaitingClass> classes, List<Seeker> seekers) {}

    private static List<Group> groups(List<WaitingClass> waiting, List<Seeker> seekers) {
        var byClasses = new LinkedHashMap<BitSet, List<Seeker>>();
        for (var seeker : seekers) {
            var fitting = new BitSet(waiting.size());
            for (int n = 0; n < waiting.size(); n++) {
                fitting.set(n, fits(waiting.get(n), seeker));
            }
            if (!fitting.isEmpty()) {
                byClasses.computeIfAbsent(fitting, it -> new ArrayList<>()).add(seeker);
            }
        }
        return byClasses.entrySet().stream()
                .map(it -> new Group(it.getKey().stream().mapToObj(waiting::get).toList(), it.getValue()))
                .sorted(Comparator.comparingInt(it -> it.classes().size()))
                .toList();
    }

    private List<Source> sources(List<WaitingClass> classes, Map<String, Integer> places) {
        return classes.stream()
                .map(it -> {
                    var type = it.requirement().jobtype();
                    return new Source(it.id(), type, turns.getOrDefault(type, 0L), places.get(type));
                })
                .toList();
    }

    private static boolean fits(WaitingClass waiting, Seeker seeker) {
        return Criterion.allHold(waiting.requirement(), seeker.site(), seeker.offer());
    }
}
