package org.freshet.server.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.server.job.JobLogSql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Stores what running payloads print, beside the rounds of the dispatcher: a log that cannot be stored costs no exchange.
 * The pilot gets its answer afterwards, so that what it sends next finds this stored.
 */
@Component
class LiveLogs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveLogs.class);

    /** So many connections to the database are busy with live logs at most. */
    private static final int WRITERS = 2;

    private final JobLogSql logs;
    private final ExecutorService writers = Executors.newFixedThreadPool(
            WRITERS, Thread.ofPlatform().daemon().name("live-logs-", 1).factory());

    LiveLogs(JobLogSql logs) {
        this.logs = logs;
    }

    /** The same answer, once the live logs in the pilot's exchange are stored or have failed. */
    CompletableFuture<ExchangeAnswer> storeBefore(
            CompletableFuture<ExchangeAnswer> promise, PilotId pilot, Exchange exchange) {
        boolean some = exchange.reports().stream().anyMatch(it -> it instanceof Report.Progress said && hasLog(said));
        return some ? promise.thenApplyAsync(answer -> stored(pilot, exchange, answer), writers) : promise;
    }

    private static boolean hasLog(Report.Progress progress) {
        return !progress.logs().isEmpty();
    }

    /** The answer may be to another exchange with the same number: what it does not speak of is not stored. */
    private ExchangeAnswer stored(PilotId pilot, Exchange exchange, ExchangeAnswer answer) {
        var known = Math.min(exchange.reports().size(), answer.outcomes().size());
        for (int n = 0; n < known; n++) {
            var outcome = answer.outcomes().get(n);
            if (exchange.reports().get(n) instanceof Report.Progress said
                    && outcome.attempt().equals(said.attempt())
                    && outcome.outcome() != Outcome.ILLEGAL) {
                said.logs().forEach(it -> store(pilot, said, it));
            }
        }
        return answer;
    }

    private void store(PilotId pilot, Report.Progress said, LogPart part) {
        try {
            logs.append(pilot, said.attempt(), part);
        } catch (RuntimeException e) {
            log.warn(
                    "New output of attempt {} was not stored and is missing until its end: {}",
                    said.attempt(),
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        }
    }

    /** Waits for nothing: what a server that stops has not stored comes again with the end of the attempt. */
    @Override
    public void close() {
        writers.shutdownNow();
    }
}
