package org.freshet.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.KnownNames;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.protocol.FailureReason;
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
            completionCandidates = WordArgument.JobStates.class,
            paramLabel = "STATE",
            description = "Only jobs in one of these states, for example defined,running.")
    private List<JobState> states = List.of();

    @Option(
            names = "--reason-code",
            split = ",",
            completionCandidates = WordArgument.FailureReasons.class,
            paramLabel = "REASON",
            description = "Only jobs that failed for one of these reasons, for example time_limit,pilot_lost.")
    private List<FailureReason> reasons = List.of();

    @Option(names = "--name", paramLabel = "TEXT", description = "Only jobs whose name has this in it.")
    private @Nullable String name;

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

    @Option(names = "--subrun", paramLabel = "SUBRUN", description = "Only jobs of this part of a run.")
    private @Nullable Long subrun;

    @Option(names = "--pilot", paramLabel = "ID", description = "Only jobs that this pilot has or had last.")
    private @Nullable Long pilot;

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
        if (!printNewest(jobs, JobView.class, "job", it -> JobTable.print(it, session))) {
            var known = new KnownNames(server());
            known.hint("type", "/jobtypes", type).ifPresent(terminal()::note);
            known.hint("site", "/sites", site).ifPresent(terminal()::note);
        }
        return ExitCode.OK;
    }

    private Query filters() {
        return Query.empty()
                .with("state", states.stream().map(JobState::name).collect(Collectors.joining(",")))
                .with("reason", reasons.stream().map(FailureReason::name).collect(Collectors.joining(",")))
                .with("name", name)
                .with("jobtype", type)
                .with("user", user)
                .with("site", site)
                .with("host", host)
                .with("run", run)
                .with("subrun", subrun)
                .with("pilot", pilot);
    }
}
