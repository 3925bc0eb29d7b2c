package org.freshet.server.dashboard.past;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.jobs.JobListSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.Reach;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the list of jobs as it was at a moment: only their states are known, from the history. */
@Component
class JobsThenReader {

    private static final List<FilterField> FIELDS = List.of(
            FilterField.of(Past.NAME, FilterField.Kind.WHOLE),
            FilterField.choice("state", JobState.values()),
            FilterField.of("type", FilterField.Kind.TEXT).orAlso("jobtype"),
            FilterField.of("user", FilterField.Kind.TEXT),
            FilterField.of("run", FilterField.Kind.NUMBER),
            FilterField.of("name", FilterField.Kind.SUBSTRING),
            FilterField.of("id", FilterField.Kind.NUMBER),
            FilterField.of("workflow", FilterField.Kind.NUMBER));

    private final PastSql pasts;
    private final PastReader states;
    private final JobsThenSql sql;
    private final JobListSql jobs;
    private final Words words;

    JobsThenReader(PastSql pasts, PastReader states, JobsThenSql sql, JobListSql jobs, Words words) {
        this.pasts = pasts;
        this.states = states;
        this.sql = sql;
        this.jobs = jobs;
        this.words = words;
    }

    /** The page that a URL with a moment asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public JobsThenPage read(MultiValueMap<String, String> query) {
        var clock = pasts.clock();
        String asked = Objects.requireNonNullElse(query.getFirst(Past.NAME), "");
        var past = Past.of(Paths.JOBS, asked, clock.now(), clock.first(), words);
        MultiValueMap<String, String> whole = new LinkedMultiValueMap<>(Position.others(query));
        whole.set(Past.NAME, past.at() == null ? asked : past.iso());
        Filter filter = Filter.parse(Paths.JOBS, FIELDS, whole);
        return past.isKnown() ? page(past, clock, filter, Position.parse(query)) : nothing(past, filter);
    }

    private static JobsThenPage nothing(Past past, Filter filter) {
        return new JobsThenPage(past, filter, "", List.of(), null, null, null, List.of(), null);
    }

    private JobsThenPage page(Past past, PastSql.Clock clock, Filter filter, Position position) {
        var at = past.moment();
        Long after = position.after();
        boolean isNarrowed = !filter.values().keySet().equals(Set.of(Past.NAME));
        boolean asksState = !filter.of("state").isEmpty();
        long below = after == null ? sql.top(at) : after;
        long above = isNarrowed ? Math.max(0, below - 1 - JobsThenSql.LOOKED_THROUGH) : 0;
        var reach = new Reach(above, below);
        int limit = Position.PAGE + 1;
        var found = sql.rows(filter, at, reach, asksState ? JobsThenSql.ASKED : limit, limit);
        boolean goesOn = found.size() > Position.PAGE;
        var rows = goesOn ? found.subList(0, Position.PAGE) : found;
        long lowest = goesOn ? rows.getLast().id() : asksState ? lowestAsked(filter, past, reach) : above + 1;
        boolean isCut = !goesOn && lowest > 1;
        String older = goesOn || isCut ? filter.href("after", lowest) : null;
        return new JobsThenPage(
                past,
                filter,
                count(past, clock, filter),
                rows,
                after == null ? null : filter.href(),
                older,
                isCut && !rows.isEmpty() ? words.say("past.jobs.cut") : null,
                jobs.types(),
                rows.isEmpty() ? empty(filter, isCut ? older : null) : null);
    }

    /** Down to which id the states were asked for; the search goes on there. */
    private long lowestAsked(Filter filter, Past past, Reach reach) {
        var asked = sql.asked(filter, past.moment(), reach);
        return asked.jobs() < JobsThenSql.ASKED ? reach.above() + 1 : asked.lowest();
    }

    /** Exact where only states are sought; else nobody has counted. */
    private String count(Past past, PastSql.Clock clock, Filter filter) {
        var counts = states.states(past.moment(), clock.tallied());
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        var sought = filter.of("state");
        var others = Set.of(Past.NAME, "state");
        if (!others.containsAll(filter.values().keySet())) {
            return words.say("past.jobs.of", all);
        }
        if (sought.isEmpty()) {
            return words.say("jobs.count", all);
        }
        long matching = sought.stream()
                .mapToLong(it -> counts.getOrDefault(JobState.valueOf(it), 0L))
                .sum();
        return words.say("jobs.count.of", matching, all);
    }

    private EmptyList empty(Filter filter, @Nullable String older) {
        if (older != null) {
            return new EmptyList(
                    "#i-search",
                    words.say("past.jobs.noMatch.title"),
                    words.say("past.jobs.noMatch.here"),
                    null,
                    older,
                    words.say("past.jobs.goOn"));
        }
        boolean isNarrowed = filter.values().size() > 1;
        return new EmptyList(
                "#i-search",
                words.say(isNarrowed ? "past.jobs.noMatch.title" : "past.jobs.none.title"),
                words.say(isNarrowed ? "past.jobs.noMatch" : "past.jobs.none"),
                null,
                isNarrowed ? Paths.JOBS + "?" + Past.NAME + "=" + filter.joined(Past.NAME) : null,
                isNarrowed ? words.say("filter.removeAll") : null);
    }
}
