package org.freshet.server.workflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.freshet.server.workflow.FanOutSql.Splitter;
import org.freshet.server.workflow.Fans.Fan;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The jobs that the items of a vertex with a foreach become. */
@Component
class FanOuts {

    /** Of a workflow, items included. */
    static final int MOST_JOBS = 100_000;

    /** Items times vertices that wait for each of them: all are written in one transaction. */
    static final int MOST_WAITS = 100_000;

    private final FanOutSql sql;
    private final JsonMapper json;

    FanOuts(FanOutSql sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** Of a new workflow: makes those items that are known already. */
    void begin(List<Fan> fans, Map<String, Long> byName) {
        if (fans.isEmpty()) {
            return;
        }
        mark(fans, byName);
        for (var fan : fans) {
            var items = fan.items();
            if (items != null) {
                make(Objects.requireNonNull(byName.get(fan.vertex())), items);
            }
        }
    }

    /** Notes what the vertices list and where the files of their items are. */
    private void mark(List<Fan> fans, Map<String, Long> byName) {
        sql.mark(fans.stream()
                .map(it -> new Splitter(
                        Objects.requireNonNull(byName.get(it.vertex())),
                        json.writeValueAsString(it.fanOut()),
                        json.writeValueAsString(it.files())))
                .toList());
    }

    /** Needs the workflow's row locked, and the vertex not counted as finished yet. */
    void make(long splitter, List<String> items) {
        if (!items.isEmpty()) {
            sql.add(splitter, items);
        }
    }

    /** Why items cannot be made, by job: only of those that cannot. */
    Map<Long, String> refusals(Map<Long, Integer> itemsOf) {
        var grown = new HashMap<Long, Long>();
        var refusals = new HashMap<Long, String>();
        for (var size : sql.sizes(itemsOf.keySet())) {
            var items = itemsOf.getOrDefault(size.job(), 0);
            var jobs = grown.getOrDefault(size.workflow(), size.jobs()) + items;
            if (jobs > MOST_JOBS) {
                refusals.put(
                        size.job(),
                        "It listed " + items + " items: workflow " + size.workflow() + " would have " + jobs
                                + " jobs, at most " + MOST_JOBS + " are allowed. Make several workflows of it.");
            } else if (items * size.children() > MOST_WAITS) {
                refusals.put(
                        size.job(),
                        "It listed " + items + " items, and " + size.children()
                                + " vertices would wait for each: at most " + MOST_WAITS
                                + " such pairs are allowed. Let them wait for one noop that waits for it.");
            } else {
                grown.put(size.workflow(), jobs);
            }
        }
        return refusals;
    }
}
