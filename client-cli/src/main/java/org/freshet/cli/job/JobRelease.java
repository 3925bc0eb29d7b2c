package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "release",
        description = "Release held jobs: they may run now.",
        footer = {"  freshet job release 12 13 14"})
final class JobRelease extends JobChange {

    @Parameters(
            arity = "1..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the jobs.")
    private List<IdRange> ids = List.of();

    JobRelease(Session session) {
        super(session);
    }

    @Override
    List<IdRange> ids() {
        return ids;
    }

    @Override
    String action() {
        return "release";
    }

    @Override
    String done(JobView job) {
        return "is released and waits for a pilot";
    }
}
