package org.freshet.server.dashboard.job;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.job.JobPage.ShownLog;
import org.freshet.server.dashboard.page.HistorySql;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.PageGone;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.explain.Explanations;
import org.freshet.server.platform.Installation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Makes the page of one job. All that it says is of one moment. */
@Component
class JobReader {

    private final JobPageSql jobs;
    private final HistorySql histories;
    private final LogSql logs;
    private final Installation installation;
    private final Explanations explanations;
    private final Ids ids;
    private final Words words;

    JobReader(
            JobPageSql jobs,
            HistorySql histories,
            LogSql logs,
            Installation installation,
            Explanations explanations,
            Ids ids,
            Words words) {
        this.jobs = jobs;
        this.histories = histories;
        this.logs = logs;
        this.installation = installation;
        this.explanations = explanations;
        this.ids = ids;
        this.words = words;
    }

    /**
     * The page that a URL asks for.
     *
     * @param attempt whose log is shown; null for the latest
     * @param wish which lines of it
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public JobPage read(String id, @Nullable String attempt, LogWish wish) {
        long number = ids.job(id);
        JobFacts job = jobs.facts(number).orElseThrow(() -> missing(id, number));
        List<AttemptRow> attempts = jobs.attempts(number);
        return new JobPage(
                Moment.of(job.now(), job.now()),
                job,
                installation.uuidOf(new JobId(number)),
                explanations.ofJob(new JobId(number)).orElseThrow(() -> ids.noJob(id)),
                JobLife.of(job, attempts, words),
                attempts,
                attempts.isEmpty() ? null : log(number, AttemptRow.chosen(attempt, attempts, id, ids), wish),
                jobs.env(number),
                histories.ofJob(number),
                job.workflow() == null ? List.of() : jobs.parents(number),
                job.workflow() == null ? List.of() : jobs.children(number),
                job.workflow() == null ? JobFiles.NONE : jobs.files(number),
                jobs.neighbours(number),
                wish);
    }

    /** One that was purged was here all the same. */
    private RuntimeException missing(String id, long number) {
        return jobs.purged(number)
                .<RuntimeException>map(it -> new PageGone(said(id, it)))
                .orElseGet(() -> ids.noJob(id));
    }

    private String said(String id, Purged purged) {
        var sentence = removed(id, purged.at(), purged.by());
        var ended = purged.ended();
        var end = purged.end();
        return ended == null || end == null
                ? sentence
                : sentence + " " + words.say("job.purged.ended", end.toLowerCase(Locale.ROOT), ended.text());
    }

    private String removed(String id, @Nullable Moment at, @Nullable String by) {
        if (at == null || by == null) {
            return words.say("job.purged.once", id);
        }
        return by.startsWith("user ")
                ? words.say("job.purged.by", id, at.text(), by.substring("user ".length()))
                : words.say("job.purged.byRule", id, at.text());
    }

    private ShownLog log(long job, AttemptRow attempt, LogWish wish) {
        Map<Stream, StoredLog> received = new EnumMap<>(Stream.class);
        logs.ofAttempt(job, attempt.attempt()).forEach(log -> received.put(log.stream(), log));
        if (attempt.open()) {
            // a place for what may come: a page that is watched does not grow other things than logs
            for (Stream stream : Stream.values()) {
                received.putIfAbsent(stream, StoredLog.empty(stream));
            }
        }
        List<LogExcerpt> streams = received.values().stream()
                .map(log -> LogExcerpt.of(log, words, wish))
                .toList();
        return new ShownLog(attempt.attempt(), streams, attempt.open());
    }
}
