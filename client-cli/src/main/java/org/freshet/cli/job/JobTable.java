package org.freshet.cli.job;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobView;

/** Jobs, one per row. */
public final class JobTable {

    private JobTable() {}

    public static Table of(List<JobView> jobs, Instant now) {
        var table = Table.of(">ID", "NAME", "TYPE", "STATE", "REASON", ">ATTEMPT", "SITE", "HOST", ">AGE", ">RAN");
        for (var job : jobs) {
            table.row(
                    job.id(),
                    job.name(),
                    job.jobtype(),
                    JobWords.state(job.state()),
                    JobWords.reason(job),
                    job.attempt() == 0 ? null : job.attempt(),
                    job.site(),
                    job.host(),
                    Words.age(job.definedAt(), now),
                    JobWords.ran(job, now));
        }
        return table;
    }
}
