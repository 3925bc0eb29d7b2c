package org.freshet.server.dashboard.page;

import java.util.Locale;
import java.util.Set;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.WorkflowState;
import org.jspecify.annotations.Nullable;

/**
 * A state as icon, colour and word.
 *
 * @param look names the icon {@code i-LOOK} and the colour class {@code s-LOOK}
 * @param word what is written
 * @param loud whether it needs a person and is tinted
 */
public record Badge(String look, String word, boolean loud) {

    private static final Set<String> LOUD = Set.of("failed", "lost", "expired", "broken", "late");

    public static Badge of(JobState state) {
        return named(state.name());
    }

    public static Badge of(PilotState state) {
        return named(state.name());
    }

    public static Badge of(WorkflowState state) {
        return named(state.name());
    }

    /** For what came of a pool calculation. */
    public static Badge of(PoolRun.Outcome outcome) {
        return switch (outcome) {
            case SUBMITTED -> new Badge("ok", "submitted", false);
            case ENOUGH -> new Badge("ok", "enough", false);
            case LIMITED -> new Badge("late", "limited", false);
            case PAUSED -> new Badge("paused", "paused", false);
            case PAUSED_BY_POOL -> new Badge("broken", "paused by the pool", true);
            case UNREADABLE -> new Badge("unknown", "unreadable", true);
            case IMPLAUSIBLE -> new Badge("unknown", "implausible", true);
            case REFUSED -> new Badge("broken", "refused", true);
            case UNKNOWN -> new Badge("unknown", "outcome unknown", true);
            case DRY_RUN -> new Badge("template", "dry run", false);
        };
    }

    /** For a state as the history has it: of a job, a pilot, a workflow or a dataset. */
    public static Badge named(String state) {
        String word = state.toLowerCase(Locale.ROOT);
        // what a finished job is among jobs, a written one is among datasets
        return new Badge(word.equals("written") ? "finished" : word, word, LOUD.contains(word));
    }

    /** For an attempt, whose results have names of their own. */
    public static Badge ofAttempt(@Nullable String result, boolean live, boolean started) {
        if (result != null) {
            return switch (result) {
                case "PILOT_LOST" -> new Badge("lost", "lost", true);
                case "GIVEN_BACK" -> new Badge("stopped", "given back", false);
                case "NEVER_CONFIRMED" -> new Badge("unknown", "never confirmed", false);
                default -> named(result);
            };
        }
        if (!live) {
            return new Badge("unknown", "suspended", false);
        }
        return of(started ? JobState.RUNNING : JobState.DISPATCHED);
    }

    public String style() {
        return "st s-" + look + (loud ? " loud" : "");
    }

    public String icon() {
        return "#i-" + look;
    }
}
