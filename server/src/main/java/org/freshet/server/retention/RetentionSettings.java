package org.freshet.server.retention;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept; 0 = for ever. None of these removes what is held, waits or runs.
 *
 * @param every how often it is looked for what is too old
 * @param jobs since a job ended, with its attempts and logs; those of a workflow go with it
 * @param workflows since a workflow ended, with its jobs and the records of its datasets
 * @param logs since a log was written; the job stays
 * @param pilots since a pilot ended
 * @param history changes of jobs and pilots, removed by whole weeks
 * @param serviceLog what the services decided
 * @param audit changes of sites, job types, accounts, tokens and settings; the tokens of logins at a provider, which it names;
 *     alarms that are over, and notes of shifts
 */
@ConfigurationProperties("freshet.retention")
record RetentionSettings(
        @DefaultValue("1h") Duration every,
        @DefaultValue("90d") Duration jobs,
        @DefaultValue("90d") Duration workflows,
        @DefaultValue("14d") Duration logs,
        @DefaultValue("14d") Duration pilots,
        @DefaultValue("90d") Duration history,
        @DefaultValue("90d") Duration serviceLog,
        @DefaultValue("365d") Duration audit) {

    RetentionSettings {
        for (var kept : List.of(jobs, workflows, logs, pilots, history, serviceLog, audit)) {
            if (kept.isNegative()) {
                throw new IllegalArgumentException(
                        "A time in freshet.retention (" + kept + ") is negative; 0 keeps things for ever.");
            }
        }
    }
}
