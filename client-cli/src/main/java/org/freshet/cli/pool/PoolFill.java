package org.freshet.cli.pool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.KnownNames;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.Problem;
import org.freshet.protocol.SiteView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run",
        description = {
            "Calculate how many pilots a site lacks, and submit them to its batch system. The server decides; this machine"
                    + " looks at the batch system and submits, so run it where HTCondor's commands are, from cron each minute.",
            "What needs a person goes to stderr and gives exit code 9, or 10 while a site is paused by the pool. That somebody"
                    + " else calculates the site just now, or another host looks after its pilots, is no failure and goes to"
                    + " stdout, except with --json, when there is no answer to print (exit code 6)."
        },
        footer = {
            "  freshet pool run np04",
            "  freshet pool run --dry-run",
            "  * * * * *  freshet pool run >/dev/null       # in a crontab: mail of trouble only"
        })
final class PoolFill extends ServerCommand {

    private static final String BY_HAND = "NONE";
    private static final String REMOTE = "HTCONDOR";

    @Parameters(
            arity = "0..*",
            paramLabel = "SITE",
            description = "Names of sites (default: all with HTCondor; local pilots are the server's own matter).")
    private List<String> names = List.of();

    @Option(names = "--dry-run", description = "Say what would be submitted, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--htcondor-bin",
            paramLabel = "DIR",
            description = "Where HTCondor's commands are (FRESHET_HTCONDOR_BIN; default: on the PATH).")
    private @Nullable Path condorBin;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "The submit file with places to fill in (FRESHET_HTCONDOR_TEMPLATE; default: as it comes with"
                    + " Freshet).")
    private @Nullable Path template;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the files of orders and the logs of pilots are kept, closed to others"
                    + " (FRESHET_HTCONDOR_DIRECTORY; default: htcondor in FRESHET_HOME).")
    private @Nullable Path directory;

    PoolFill(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var host = SubmitHost.of(session, condorBin, template, directory);
        var chosen = sites();
        if (chosen.isEmpty()) {
            sayOrNote("No site has the batch system HTCondor: nothing to do.");
        }
        if (chosen.stream().anyMatch(it -> it.batch().equals(REMOTE))) {
            host.prepare();
        }
        return calculate(chosen.stream().map(SiteView::name).toList(), host);
    }

    private ExitCode calculate(List<String> sites, SubmitHost host) {
        var runs = new ArrayList<JsonNode>();
        var worst = ExitCode.OK;
        for (var site : sites) {
            try {
                var finished = new RemoteCalculation(server(), host).of(site, dryRun);
                runs.add(finished.document());
                tell(finished.run());
                worst = worst.worse(PoolWords.code(finished.run()));
            } catch (CommandFailure failure) {
                worst = worst.worse(tell(failure));
                if (failure.neverConnected()) {
                    notTried(sites.subList(sites.indexOf(site) + 1, sites.size()));
                    break;
                }
            }
        }
        if (json()) {
            print(runs);
        }
        return worst;
    }

    /** That somebody else sees to the site is no failure, and no reason for a mail of cron each minute. */
    private ExitCode tell(CommandFailure failure) {
        var problem = failure.problem();
        if (problem != null && Problem.POOL_IN_OTHER_HANDS.equals(problem.type())) {
            failure.sentences().forEach(this::sayOrNote);
            return json() ? failure.code() : ExitCode.OK;
        }
        failure.sentences().forEach(terminal()::note);
        return failure.code();
    }

    /** With --json stdout is for documents. */
    private void sayOrNote(String sentence) {
        if (json()) {
            terminal().note(sentence);
        } else {
            terminal().say(sentence);
        }
    }

    private void notTried(List<String> rest) {
        if (!rest.isEmpty()) {
            terminal().note("Not tried: " + String.join(", ", rest) + ".");
        }
    }

    private void tell(PoolRun run) {
        if (json()) {
            return;
        }
        if (run.isBad()) {
            terminal().note(run.sentence());
        } else {
            terminal().say(run.sentence());
        }
        if (run.outcome() == Outcome.UNKNOWN) {
            return;
        }
        PoolWords.order(run, session.connection().url()).ifPresent(terminal()::say);
    }

    private void print(List<JsonNode> runs) {
        if (names.size() != 1) {
            terminal().json(Json.MAPPER.writeValueAsBytes(runs));
        } else if (!runs.isEmpty()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(runs.getFirst()));
        }
    }

    /** Those that are named, each once, else all that a submit host is needed for. */
    private List<SiteView> sites() {
        var known = Listing.read(server(), "/sites", Query.empty(), Integer.MAX_VALUE)
                .items(SiteView.class)
                .items();
        if (names.isEmpty()) {
            return known.stream().filter(it -> it.batch().equals(REMOTE)).toList();
        }
        return names.stream().distinct().map(it -> named(it, known)).toList();
    }

    private SiteView named(String name, List<SiteView> known) {
        var site =
                known.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow(() -> unknown(name));
        if (site.batch().equals(BY_HAND)) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "Pilots of site " + name + " are started by hand (batch NONE). Nothing was done; give it a batch"
                            + " system: freshet site set " + name + " batch=htcondor");
        }
        return site;
    }

    private CommandFailure unknown(String name) {
        var hint = new KnownNames(server()).hint("site", "/sites", name).orElse("no such site '" + name + "'.");
        return new CommandFailure(ExitCode.NOT_FOUND, hint + " Nothing was done.");
    }
}
