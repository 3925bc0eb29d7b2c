package org.freshet.cli.job;

import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;

@Command(
        name = "hold",
        description = "Hold waiting jobs back until they are released.",
        footer = {"  freshet job hold 12 --reason \"calibration is not ready\""})
final class JobHold extends PlainJobChange {

    JobHold(Session session) {
        super(session, "hold");
    }

    @Override
    String done(JobView job) {
        return "is held; release it with: freshet job release " + job.id();
    }
}
