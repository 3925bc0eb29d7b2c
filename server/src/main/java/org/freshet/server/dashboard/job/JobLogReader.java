package org.freshet.server.dashboard.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a log as plain text. */
@Component
class JobLogReader {

    private final JobPageSql jobs;
    private final LogSql logs;
    private final Ids ids;
    private final Words words;

    JobLogReader(JobPageSql jobs, LogSql logs, Ids ids, Words words) {
        this.jobs = jobs;
        this.logs = logs;
        this.ids = ids;
        this.words = words;
    }

    /** Everything that is kept of a stream; empty if nothing was received. */
    @Transactional(readOnly = true)
    public byte[] plain(String job, String stream, @Nullable String attempt) {
        long id = ids.job(job);
        if (jobs.facts(id).isEmpty()) {
            throw ids.noJob(job);
        }
        Stream wanted = Arrays.stream(Stream.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(stream))
                .findFirst()
                .orElseThrow(() -> new PageNotFound(words.say("log.noStream", stream)));
        List<AttemptRow> attempts = jobs.attempts(id);
        if (attempts.isEmpty()) {
            return new byte[0];
        }
        int number = AttemptRow.chosen(attempt, attempts, job, ids).attempt();
        return logs.ofAttempt(id, number).stream()
                .filter(log -> log.stream() == wanted)
                .map(log -> log.plain(words.say("log.gap.plain", log.lost())))
                .findFirst()
                .orElseGet(() -> new byte[0]);
    }
}
