package org.freshet.cli.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;

/** How a calculation is said in words. */
final class PoolWords {

    private PoolWords() {}

    static ExitCode code(PoolRun run) {
        if (run.outcome() == Outcome.PAUSED_BY_POOL) {
            return ExitCode.PAUSED;
        }
        return run.isBad() ? ExitCode.BATCH_SYSTEM : ExitCode.OK;
    }

    static Cell outcome(PoolRun run) {
        return new Cell(Words.lower(run.outcome()), tone(run));
    }

    static Tone tone(PoolRun run) {
        return switch (run.outcome()) {
            case SUBMITTED, ENOUGH, LIMITED, DRY_RUN -> Tone.PLAIN;
            case PAUSED -> Tone.WARNING;
            case PAUSED_BY_POOL, UNREADABLE, IMPLAUSIBLE, REFUSED, UNKNOWN -> Tone.BAD;
        };
    }

    /** What was submitted, with the address of a page; empty if nothing was. */
    static Optional<String> order(PoolRun run, String url) {
        if (run.pilots().isEmpty()) {
            return Optional.empty();
        }
        var cluster = run.cluster() == null ? "" : ", cluster " + run.cluster();
        return Optional.of("Order " + run.order() + cluster + ": pilot"
                + (run.pilots().size() == 1 ? " " : "s ") + ranges(run.pilots()) + ", " + url + "/pilots/"
                + run.pilots().getFirst());
    }

    /** As other commands take ids: {@code 3-7,9}. */
    static String ranges(List<PilotId> pilots) {
        var ids = pilots.stream().map(PilotId::value).sorted().toList();
        var ranges = new ArrayList<String>();
        for (int i = 0, end = 0; i < ids.size(); i = end) {
            end = i + 1;
            while (end < ids.size() && ids.get(end) == ids.get(end - 1) + 1) {
                end++;
            }
            ranges.add(end == i + 1 ? ids.get(i).toString() : ids.get(i) + "-" + ids.get(end - 1));
        }
        return String.join(",", ranges);
    }
}
