package org.freshet.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.Purged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "purge",
        description = {
            "Remove what has ended and is old. What is held, waits or runs is never removed.",
            "May be interrupted and repeated. Says nothing when there was nothing to remove."
        },
        footer = {
            "  freshet purge --what jobs --state finished --older-than 30d --dry-run",
            "  freshet purge --what workflows --state failed,cancelled --older-than 30d",
            "  freshet purge --what logs --older-than 7d",
            "  freshet purge --what history --older-than 30d --json"
        })
final class PurgeCommand extends ServerCommand {

    @Option(
            names = "--what",
            required = true,
            completionCandidates = Kinds.class,
            paramLabel = "KIND",
            description = {
                "jobs (with attempts and logs), workflows (with their jobs and",
                "the records of their datasets), logs (the jobs stay), pilots,",
                "history (changes of jobs and pilots, by whole weeks), service-log."
            })
    private String what = "";

    @Option(
            names = "--state",
            split = ",",
            completionCandidates = FinalStates.class,
            paramLabel = "STATE",
            description = "Only what is in one of these final states, for example finished,failed (default: all).")
    private List<String> states = List.of();

    @Option(
            names = "--older-than",
            required = true,
            paramLabel = "DURATION",
            description = "Only what ended, or was written, longer ago: 90s, 5m, 2h, 30d.")
    private Duration olderThan = Duration.ZERO;

    @Option(names = "--dry-run", description = "Count what would be removed; remove nothing.")
    private boolean dryRun;

    PurgeCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var purged = ask(null);
        while (!purged.complete()) {
            var more = ask(purged.after());
            if (!more.complete() && isNothing(more) && Objects.equals(more.after(), purged.after())) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "The server does not get on with the purge: it neither removed nor passed over anything in its last"
                                + " answer. Removed so far: " + purged.counts()
                                + ". Look into its log, and try again later.");
            }
            purged = sum(purged, more);
        }
        if (json()) {
            terminal().json(Json.MAPPER.writeValueAsBytes(purged));
        } else if (!isNothing(purged)) {
            print(purged);
        } else if (dryRun) {
            terminal().say("Nothing would be removed.");
        }
        return ExitCode.OK;
    }

    private static boolean isNothing(Purged purged) {
        return purged.counts().values().stream().allMatch(count -> count == 0);
    }

    /** @param after where to go on; null = from the beginning */
    private Purged ask(@Nullable Long after) {
        var body = Json.MAPPER.createObjectNode();
        body.put("what", what);
        body.put("olderThanSeconds", olderThan.toSeconds());
        body.put("dryRun", dryRun);
        var list = body.putArray("states");
        states.forEach(list::add);
        if (after != null) {
            body.put("after", after);
        }
        return server().post("/purge", Json.MAPPER.writeValueAsBytes(body)).as(Purged.class);
    }

    private static Purged sum(Purged before, Purged more) {
        Map<String, Long> counts = new LinkedHashMap<>(before.counts());
        more.counts().forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        return new Purged(
                more.what(),
                more.dryRun(),
                counts,
                times(before, more).min(Instant::compareTo).orElse(null),
                times(before, more).max(Instant::compareTo).orElse(null),
                more.complete(),
                more.after());
    }

    private static Stream<Instant> times(Purged before, Purged more) {
        return Stream.<@Nullable Instant>of(before.oldest(), before.newest(), more.oldest(), more.newest())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }

    private void print(Purged purged) {
        var table = Table.of(purged.dryRun() ? "WOULD BE REMOVED" : "REMOVED", ">");
        purged.counts().forEach((kind, count) -> table.row(kind, Words.number(count)));
        table.print(terminal());
        var oldest = purged.oldest();
        var newest = purged.newest();
        if (oldest != null && newest != null) {
            terminal()
                    .say((purged.dryRun() ? "They would be" : "They were") + " from " + Words.time(oldest) + " to "
                            + Words.time(newest) + ".");
        }
    }

    /** What {@code --what} takes, for the completion of shells. */
    static final class Kinds extends ArrayList<String> {
        Kinds() {
            super(List.of("jobs", "workflows", "logs", "pilots", "history", "service-log"));
        }
    }

    /** What {@code --state} takes, for the completion of shells. */
    static final class FinalStates extends ArrayList<String> {
        FinalStates() {
            super(List.of("finished", "failed", "cancelled", "expired", "skipped", "stopped", "killed", "lost"));
        }
    }
}
