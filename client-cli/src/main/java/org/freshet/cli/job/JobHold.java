package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "hold",
        description = "Hold waiting jobs back until they are released.",
        footer = {"  freshet job hold 12 --reason \"calibration is not ready\""})
final class JobHold extends JobChange {

    @Parameters(
            arity = "1..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the jobs.")
    private List<IdRange> ids = List.of();

    JobHold(Session session) {
        super(session);
    }

    @Override
    List<IdRange> ids() {
        return ids;
    }

    @Override
    String action() {
        return "hold";
    }

    @Override
    String done(JobView job) {
        return "is held; release it with: freshet job release " + job.id();
    }
}
