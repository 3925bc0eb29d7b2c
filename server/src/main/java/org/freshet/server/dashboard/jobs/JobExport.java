package org.freshet.server.dashboard.jobs;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.job.JobOrder;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.job.MatchingJobsSql.Part;
import org.freshet.server.job.MatchingJobsSql.Way;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the list of jobs into a file, part by part, in its order: no transaction stays open while a slow reader reads. What
 * the file cannot hold, and what the address asked for in vain, is said in the file.
 */
@Component
class JobExport {

    /** Most jobs of a file. */
    static final int MOST = 100_000;

    /** So many jobs are looked through for those that match. */
    static final int LOOKED_THROUGH = 1_000_000;

    private static final int PART = 1000;

    /** What a program for tables would take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final ClockSql clock;
    private final MatchingJobsSql matching;
    private final JobSearchSql search;
    private final Words words;
    private final JsonMapper json;

    JobExport(ClockSql clock, MatchingJobsSql matching, JobSearchSql search, Words words, JsonMapper json) {
        this.clock = clock;
        this.matching = matching;
        this.search = search;
        this.words = words;
        this.json = json;
    }

    /** A job in the file. */
    record Line(
            long id,
            String name,
            String type,
            String state,
            @Nullable String reason,
            @Nullable Integer exitCode,
            @Nullable Integer signal,
            String user,
            @Nullable String site,
            @Nullable String host,
            @Nullable Long run,
            @Nullable Long subrun,
            @Nullable Long workflow,
            int priority,
            int attempt,
            Instant definedAt,
            @Nullable Instant dispatchedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant usefulUntil,
            @Nullable String message) {

        static final List<String> NAMES = List.of(
                "id",
                "name",
                "type",
                "state",
                "reason",
                "exitCode",
                "signal",
                "user",
                "site",
                "host",
                "run",
                "subrun",
                "workflow",
                "priority",
                "attempt",
                "definedAt",
                "dispatchedAt",
                "startedAt",
                "endedAt",
                "usefulUntil",
                "message");

        static Line of(ListedJob listed) {
            JobRow row = listed.row();
            return new Line(
                    row.id(),
                    row.name(),
                    row.jobtype(),
                    row.state().name(),
                    row.reason() == null ? null : row.reason().name(),
                    row.exitCode(),
                    row.signal(),
                    listed.user(),
                    row.site(),
                    row.host(),
                    row.run(),
                    row.subrun(),
                    listed.workflow(),
                    row.priority(),
                    row.attempt(),
                    row.definedAt(),
                    row.dispatchedAt(),
                    row.startedAt(),
                    row.endedAt(),
                    row.usefulUntil(),
                    row.lastWord());
        }

        /** In the order of the names. */
        String csv() {
            return Stream.<@Nullable Object>of(
                            id,
                            name,
                            type,
                            state,
                            reason,
                            exitCode,
                            signal,
                            user,
                            site,
                            host,
                            run,
                            subrun,
                            workflow,
                            priority,
                            attempt,
                            definedAt,
                            dispatchedAt,
                            startedAt,
                            endedAt,
                            usefulUntil,
                            message)
                    .map(JobExport::field)
                    .collect(Collectors.joining(","));
        }
    }

    /** As RFC 4180 says; a text that looks like a formula begins with an apostrophe. */
    static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        boolean isFormula = value instanceof String && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return safe.chars().anyMatch(it -> ",\"\r\n".indexOf(it) >= 0)
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }

    void csv(MultiValueMap<String, String> query, Writer out) throws IOException {
        Filter filter = JobListReader.filter(query);
        out.write(String.join(",", Line.NAMES) + "\r\n");
        boolean whole = write(filter, line -> out.write(line.csv() + "\r\n"));
        for (String note : notes(filter, whole)) {
            out.write(field("# " + note) + "\r\n");
        }
    }

    void json(MultiValueMap<String, String> query, Writer out) throws IOException {
        Filter filter = JobListReader.filter(query);
        out.write("{\"items\":[");
        var separator = new Separator();
        boolean whole = write(filter, line -> out.write(separator.next() + "\n" + json.writeValueAsString(line)));
        List<String> notes = notes(filter, whole);
        out.write("\n],\"complete\":" + whole + ",\"notes\":" + json.writeValueAsString(notes) + "}\n");
    }

    /** A comma, but for the first time. */
    private static final class Separator {

        private String text = "";

        String next() {
            String now = text;
            text = ",";
            return now;
        }
    }

    /** Where lines go. */
    private interface Sink {

        void take(Line line) throws IOException;
    }

    /** Whether all that match were written. */
    private boolean write(Filter filter, Sink out) throws IOException {
        JobOrder order = JobListReader.order(filter);
        Way way = matching.way(JobListReader.criteria(filter, clock.now()));
        Long key = null;
        int written = 0;
        int looked = 0;
        while (written < MOST && looked < LOOKED_THROUGH) {
            Part part = new Part(order, false, key, null, MatchingJobsSql.LOOKED_THROUGH, PART);
            List<ListedJob> rows = search.rows(way, part);
            for (ListedJob row : rows.subList(0, Math.min(rows.size(), MOST - written))) {
                out.take(Line.of(row));
            }
            written += rows.size();
            if (rows.size() == PART) {
                key = rows.getLast().row().id();
                continue; // how many were looked through for these is not known: not more than for a part without any
            }
            Long end = matching.endOfSearch(way, part).orElse(null);
            if (end == null) {
                return true;
            }
            key = end;
            looked += MatchingJobsSql.LOOKED_THROUGH;
        }
        return false;
    }

    private List<String> notes(Filter filter, boolean whole) {
        Stream<String> ignored = filter.ignored().stream().map(it -> words.say("jobs.export.ignored", it.text()));
        Stream<String> cut =
                whole ? Stream.of() : Stream.of(words.say("jobs.export.cut", (long) MOST, (long) LOOKED_THROUGH));
        return Stream.concat(ignored, cut).toList();
    }
}
