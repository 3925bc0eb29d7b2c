package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = "Cancel jobs. The payload of a running one is ended.",
        footer = {"  freshet job cancel 3-7,9 --reason \"wrong input\""})
final class JobCancel extends JobChange {

    @Parameters(
            arity = "1..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the jobs.")
    private List<IdRange> ids = List.of();

    JobCancel(Session session) {
        super(session);
    }

    @Override
    List<IdRange> ids() {
        return ids;
    }

    @Override
    String action() {
        return "cancel";
    }

    @Override
    String done(JobView job) {
        return "is " + Words.lower(job.state());
    }
}
