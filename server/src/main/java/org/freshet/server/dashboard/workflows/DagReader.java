package org.freshet.server.dashboard.workflows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagView;
import org.freshet.server.dag.Dags;
import org.freshet.server.dag.DataTypes;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Makes the pages about DAGs. */
@Component
class DagReader {

    static final int MOST_ROWS = 2000;

    private static final int DAGS = 100;
    private static final int TYPES = 500;
    private static final int NAMES = 4;

    private final ClockSql clock;
    private final Dags dags;
    private final DataTypes types;
    private final Words words;

    DagReader(ClockSql clock, Dags dags, DataTypes types, Words words) {
        this.clock = clock;
        this.dags = dags;
        this.types = types;
        this.words = words;
    }

    /** @param after only names behind this one; null from the first */
    DagsPage list(@Nullable String after) {
        var found = dags.list(after == null || after.indexOf('\0') >= 0 ? "" : after, DAGS);
        var shown = found.stream().limit(DAGS).toList();
        var now = clock.now();
        return new DagsPage(
                Moment.of(now, now),
                shown.stream()
                        .map(it -> new DagsPage.Row(
                                it.name(),
                                it.version(),
                                it.description(),
                                it.vertices(),
                                it.edges(),
                                it.owner(),
                                Moment.of(it.loadedAt(), now)))
                        .toList(),
                found.size() > DAGS ? shown.getLast().name() : null,
                shown.isEmpty() ? empty() : null,
                types.list("", TYPES).stream().limit(TYPES).toList());
    }

    private EmptyList empty() {
        return new EmptyList(
                "#i-flow",
                words.say("dags.none.title"),
                words.say("dags.none.how"),
                words.say("dags.none.command"),
                null,
                null);
    }

    /** @param version null for the newest */
    DagPage read(String name, @Nullable String version) {
        var number = number(version);
        var detail = found(() -> dags.detail(name, number));
        var now = clock.now();
        DagView facts = detail.dag();
        return new DagPage(
                Moment.of(now, now),
                detail,
                Moment.of(facts.loadedAt(), now),
                vertices(detail),
                detail.vertices().size() <= WorkflowReader.MOST_DRAWN,
                detail.versions().stream()
                        .map(it -> new DagPage.Version(
                                it.version(),
                                it.description(),
                                it.vertices(),
                                it.edges(),
                                Moment.of(it.loadedAt(), now),
                                it.loadedBy()))
                        .toList());
    }

    /** The GraphML of one version. */
    byte[] graphml(String name, @Nullable String version) {
        var number = number(version);
        return found(() -> {
            try {
                return dags.export(name, number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static @Nullable Integer number(@Nullable String version) {
        if (version == null) {
            return null;
        }
        return Ids.number(version)
                .filter(it -> it >= 1 && it <= Integer.MAX_VALUE)
                .map(Math::toIntExact)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }

    private static <T> T found(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (NotFound | Conflict e) {
            throw new PageNotFound(String.valueOf(e.getMessage()));
        }
    }

    private List<DagPage.Vertex> vertices(DagDetail dag) {
        Map<String, Integer> keys = new HashMap<>();
        dag.vertices().forEach(it -> keys.put(it.id(), keys.size()));
        Map<String, SequencedMap<String, Integer>> parents = new HashMap<>();
        dag.edges()
                .forEach(it -> parents.computeIfAbsent(it.target(), target -> new LinkedHashMap<>())
                        .put(it.source(), keys.getOrDefault(it.source(), 0)));
        var rows = new ArrayList<DagPage.Vertex>();
        for (var vertex : dag.vertices().stream().limit(MOST_ROWS).toList()) {
            var own = parents.getOrDefault(vertex.id(), new LinkedHashMap<>());
            rows.add(new DagPage.Vertex(
                    rows.size(),
                    vertex,
                    own.isEmpty() ? words.say("none") : names(List.copyOf(own.keySet())),
                    own.values().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                    shape(vertex),
                    foreach(vertex.foreach())));
        }
        return rows;
    }

    private static String shape(DagDetail.Vertex vertex) {
        return vertex.foreach() != null ? "many" : vertex.jobtype().equals("noop") ? "noop" : "one";
    }

    private String names(List<String> some) {
        var first = some.stream().limit(NAMES).collect(Collectors.joining(", "));
        return some.size() > NAMES ? words.say("steps.andMore", first, some.size() - NAMES) : first;
    }

    private String foreach(DagDetail.@Nullable Foreach foreach) {
        if (foreach == null) {
            return "";
        }
        if (foreach.items() != null) {
            return words.say("dag.foreach.items", foreach.items().size());
        }
        return foreach.glob() != null
                ? words.say("dag.foreach.glob", foreach.glob())
                : words.say("dag.foreach.output", String.valueOf(foreach.output()));
    }
}
