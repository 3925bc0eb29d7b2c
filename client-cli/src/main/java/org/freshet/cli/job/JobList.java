package org.freshet.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List jobs, newest first.",
        footer = {
            "  freshet job list --state failed,expired --limit 100",
            "  freshet job list --type evdisp --run 5076",
            "  freshet job list --state defined --json | jq '.items[].id'"
        })
final class JobList extends ServerCommand {

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "Only jobs in one of these states, for example defined,running.")
    private List<JobState> states = List.of();

    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
    private @Nullable String type;

    @Option(names = "--user", paramLabel = "USER", description = "Only jobs of this user.")
    private @Nullable String user;

    @Option(names = "--site", paramLabel = "SITE", description = "Only jobs at this site.")
    private @Nullable String site;

    @Option(names = "--host", paramLabel = "HOST", description = "Only jobs that ran on this host.")
    private @Nullable String host;

    @Option(names = "--run", paramLabel = "RUN", description = "Only jobs of this run.")
    private @Nullable Long run;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "The most jobs to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    JobList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var jobs = Listing.read(server(), "/jobs", filters(), limit);
        if (json()) {
            terminal().json(jobs.json());
        } else {
            print(jobs);
        }
        return ExitCode.OK;
    }

    private Query filters() {
        return Query.empty()
                .with("state", states.stream().map(JobState::name).collect(Collectors.joining(",")))
                .with("jobtype", type)
                .with("user", user)
                .with("site", site)
                .with("host", host)
                .with("run", run);
    }

    private void print(Listing jobs) {
        var page = jobs.items(JobView.class);
        if (page.items().isEmpty()) {
            terminal().note("No job matches.");
            return;
        }
        JobTable.print(page.items(), session);
        if (page.next() != null) {
            terminal().note("These are the newest jobs; older ones may follow: see --limit.");
        }
    }
}
