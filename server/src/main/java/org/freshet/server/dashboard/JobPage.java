package org.freshet.server.dashboard;

import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The page of one job.
 *
 * @param uuid the other form of its id
 * @param attempts latest first
 * @param log what the chosen attempt printed; null while there is no attempt
 * @param env the job's own variables
 * @param history oldest first
 */
record JobPage(
        Moment at,
        JobFacts job,
        UUID uuid,
        Explanation why,
        List<LifeStep> life,
        List<AttemptRow> attempts,
        @Nullable ShownLog log,
        SequencedMap<String, String> env,
        List<HistoryRow> history) {

    /**
     * The log of one attempt.
     *
     * @param attempt the chosen one
     * @param streams those of which something was received, stdout first
     * @param open whether more may come
     */
    record ShownLog(int attempt, List<LogExcerpt> streams, boolean open) {}

    public Moment defined() {
        return Moment.of(job.definedAt(), job.now());
    }
}
