package org.freshet.cli.job;

import java.time.Duration;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "retry",
        description = "Retry jobs that failed, expired or were cancelled: a new attempt, the old ones are kept.",
        footer = {
            "  freshet job retry 12",
            "  freshet job retry 12 --useful-for 10m",
            "  freshet job retry --filter state=failed --filter type=monitor --reason \"raw files are back\""
        })
final class JobRetry extends PlainJobChange {

    @Option(
            names = "--useful-for",
            paramLabel = "DURATION",
            description = "How long from now on the result is useful, for example 10m; an expired job needs it.")
    private @Nullable Duration usefulFor;

    JobRetry(Session session) {
        super(session, "retry");
    }

    @Override
    void describe(ObjectNode body) {
        if (usefulFor != null) {
            body.put("usefulFor", usefulFor.toString());
        }
    }

    @Override
    String done(JobView job) {
        return "waits for attempt " + (job.attempt() + 1);
    }
}
