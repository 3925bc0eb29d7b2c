package org.freshet.cli.job;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.KnownNames;
import org.freshet.cli.session.NewestList;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.text.Table;
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
final class JobList extends NewestList<JobView> {

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

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Only jobs with this in their name, a file's name or the last message, or with this id.")
    private @Nullable String text;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only jobs defined since then: 2026-11-20T03:00 (UTC), or an age such as 2h.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only jobs defined before then.")
    private @Nullable String to;

    @Option(names = "--pilot", paramLabel = "ID", description = "Only jobs that this pilot has or had last.")
    private @Nullable Long pilot;

    JobList(Session session) {
        super(session, "job", JobView.class, 20);
    }

    @Override
    protected Query filters() {
        return Query.empty()
                .with("state", states)
                .with("reason", reasons)
                .with("name", name)
                .with("jobtype", type)
                .with("user", user)
                .with("site", site)
                .with("host", host)
                .with("run", run)
                .with("subrun", subrun)
                .with("pilot", pilot)
                .with("q", text)
                .with("from", from)
                .with("to", to);
    }

    @Override
    protected Table table(List<JobView> jobs, Instant now) {
        return JobTable.of(jobs, now);
    }

    @Override
    protected void hint() {
        var known = new KnownNames(server());
        known.hint("type", "/jobtypes", type).ifPresent(terminal()::note);
        known.hint("site", "/sites", site).ifPresent(terminal()::note);
    }
}
