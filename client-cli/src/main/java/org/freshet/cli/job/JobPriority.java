package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "prio",
        description = "Give jobs another priority. Higher runs first.",
        footer = {"  freshet job prio 10 12 13", "  freshet job prio --reason \"not urgent\" -5 12"})
final class JobPriority extends JobChange {

    @Parameters(index = "0", paramLabel = "PRIORITY", description = "-1000 to 1000.")
    private int priority;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the jobs.")
    private List<String> ids = List.of();

    JobPriority(Session session) {
        super(session, "priority");
    }

    @Override
    List<IdRange> ids() {
        return IdRange.parse(ids);
    }

    @Override
    void describe(ObjectNode body) {
        body.put("priority", priority);
    }

    @Override
    String done(JobView job) {
        return "has priority " + job.priority();
    }
}
