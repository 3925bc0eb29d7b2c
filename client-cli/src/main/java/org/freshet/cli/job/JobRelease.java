package org.freshet.cli.job;

import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;

@Command(
        name = "release",
        description = "Release held jobs: they may run now.",
        footer = {"  freshet job release 12 13 14"})
final class JobRelease extends PlainJobChange {

    JobRelease(Session session) {
        super(session, "release");
    }

    @Override
    String done(JobView job) {
        return "is released and waits for a pilot";
    }
}
