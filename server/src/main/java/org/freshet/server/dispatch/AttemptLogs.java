package org.freshet.server.dispatch;

import org.freshet.protocol.AttemptId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotId;
import org.freshet.server.job.JobLogSql;
import org.freshet.server.platform.NotFound;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes logs that are too large for a report. */
@Service
class AttemptLogs {

    private final TriedSql tried;
    private final JobLogSql logs;

    AttemptLogs(TriedSql tried, JobLogSql logs) {
        this.tried = tried;
        this.logs = logs;
    }

    /** Stores the log if the attempt is or was this pilot's, whatever became of it. */
    @Transactional
    void save(PilotId pilot, AttemptId attempt, LogPart part) {
        if (!tried.isOf(pilot, attempt)) {
            throw new NotFound("Pilot " + pilot + " has no attempt " + attempt + "; its log was not stored.");
        }
        logs.save(attempt, part);
    }
}
