package org.freshet.server.pilot;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a site changed, for the history.
 *
 * @param values by the parameter's name; a variable of the environment as {@code env.NAME}
 */
record SiteDifferences(@JsonValue SortedMap<String, Difference> values) {

    /** A value that is absent was not there, or is not there any more. */
    record Difference(@Nullable String from, @Nullable String to) {}

    static SiteDifferences between(SiteTerms before, SiteTerms after) {
        var differences = new SiteDifferences(new TreeMap<>());
        differences.add("batch", before.batch(), after.batch());
        differences.add("mode", before.mode(), after.mode());
        differences.add("cap", before.cap(), after.cap());
        differences.add("reserve", before.reserve(), after.reserve());
        differences.add("ramp", before.ramp(), after.ramp());
        differences.add("heartbeatSeconds", before.heartbeatSeconds(), after.heartbeatSeconds());
        differences.add("lifetimeSeconds", before.lifetimeSeconds(), after.lifetimeSeconds());
        differences.add("idleSeconds", before.idleSeconds(), after.idleSeconds());
        differences.add("maxJobs", before.maxJobs(), after.maxJobs());
        differences.add("drainGraceSeconds", before.drainGraceSeconds(), after.drainGraceSeconds());
        differences.add("killGraceSeconds", before.killGraceSeconds(), after.killGraceSeconds());
        differences.add("payloadUser", before.payloadUser(), after.payloadUser());
        differences.addStated("cores", before.asks().cores(), after.asks().cores());
        differences.addStated("memoryMb", before.asks().memoryMb(), after.asks().memoryMb());
        differences.addStated("diskMb", before.asks().diskMb(), after.asks().diskMb());
        differences.add("tags", list(before.asks().tags()), list(after.asks().tags()));
        differences.addVariables(before.env(), after.env());
        return differences;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean contains(String parameter) {
        return values.containsKey(parameter);
    }

    private void addStated(String parameter, int from, int to) {
        add(parameter, from == 0 ? null : from, to == 0 ? null : to);
    }

    private static @Nullable String list(List<String> texts) {
        return texts.isEmpty() ? null : String.join(",", texts);
    }

    private void addVariables(Map<String, String> before, Map<String, String> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.forEach(name -> add("env." + name, before.get(name), after.get(name)));
    }

    private void add(String parameter, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(from, to)) {
            values.put(parameter, new Difference(text(from), text(to)));
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
