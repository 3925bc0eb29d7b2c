package org.freshet.cli.job;

import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;

@Command(
        name = "cancel",
        description = "Cancel jobs. The payload of a running one is ended.",
        footer = {
            "  freshet job cancel 3-7,9 --reason \"wrong input\"",
            "  freshet job cancel --filter state=defined --filter run=5076-5077 --reason \"wrong input\""
        })
final class JobCancel extends PlainJobChange {

    JobCancel(Session session) {
        super(session, "cancel");
    }

    @Override
    String done(JobView job) {
        return "is " + Words.lower(job.state());
    }
}
