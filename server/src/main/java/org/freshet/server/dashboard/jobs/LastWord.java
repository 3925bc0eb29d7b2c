package org.freshet.server.dashboard.jobs;

import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;

/** The last thing that was said about a job. */
final class LastWord {

    private LastWord() {}

    /** The row with what its pilot or a person said, else with what its state says. */
    static JobRow of(JobRow row, Words words) {
        if (row.lastWord() != null) {
            return row;
        }
        String until = row.usefulUntil() == null
                ? words.say("unknown.time")
                : Moment.of(row.usefulUntil(), row.now()).text();
        return row.saying(words.say("jobs.lastWord." + row.state().name(), until));
    }
}
