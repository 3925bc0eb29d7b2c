package org.freshet.server.retention;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Purge;
import org.freshet.protocol.Purge.Kind;
import org.freshet.protocol.Purged;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.Elapsed;
import org.freshet.server.platform.InstallationHistory;
import org.freshet.server.platform.Invalid;
import org.freshet.server.retention.Removal.Progress;
import org.freshet.server.servicelog.ServiceLog;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Removes what a person wants to be removed. */
@Service
class Purges {

    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);
    /** Whoever asks gets an answer in this time, and asks again for the rest. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Removal removal;
    private final InstallationHistory history;
    private final ServiceLog log;

    Purges(Removal removal, InstallationHistory history, ServiceLog log) {
        this.removal = removal;
        this.history = history;
        this.log = log;
    }

    Purged purge(Purge wish, String user) {
        var what = wish.what();
        if (what == null) {
            throw Invalid.field("what", "missing; jobs, workflows, logs, pilots, history or service-log is expected");
        }
        var age = age(wish.olderThanSeconds());
        var due = new Due(
                states(what, Objects.requireNonNullElse(wish.states(), List.of())),
                removal.cutoff(age),
                "user " + user);
        var after = Objects.requireNonNullElse(wish.after(), 0L);
        var until = System.nanoTime() + PATIENCE.toNanos();
        BooleanSupplier mayGoOn = () -> System.nanoTime() - until < 0;
        if (Boolean.TRUE.equals(wish.dryRun())) {
            return answer(what, true, removal.count(what, due, after, mayGoOn));
        }
        var audit = new PurgeAudit(history, user, words(what) + " older than " + Elapsed.set(age) + only(due));
        var progress = removal.remove(what, due, after, mayGoOn, audit);
        tell(user, age, due, progress.removed());
        return answer(what, false, progress);
    }

    private static Duration age(@Nullable Long seconds) {
        if (seconds == null || seconds < 0 || seconds > LONGEST_AGE.toSeconds()) {
            throw Invalid.field("olderThanSeconds", "a number of seconds from 0 to a hundred years is expected");
        }
        return Duration.ofSeconds(seconds);
    }

    private static List<String> states(Kind what, List<String> wanted) {
        var states = wanted.stream().map(it -> it.toUpperCase(Locale.ROOT)).toList();
        switch (what) {
            case JOBS, LOGS -> states.forEach(Purges::checkJobState);
            case WORKFLOWS -> states.forEach(Purges::checkWorkflowState);
            case PILOTS -> states.forEach(Purges::checkPilotState);
            case HISTORY, SERVICE_LOG -> {
                if (!states.isEmpty()) {
                    throw Invalid.field("states", "only jobs, their logs, workflows and pilots have states");
                }
            }
        }
        return states;
    }

    private static void checkJobState(String name) {
        var state = Arrays.stream(JobState.values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, "job", JobState.values()));
        if (state == JobState.TEMPLATE) {
            throw Invalid.field("states", "jobs that are held (TEMPLATE) are never purged; cancel them first");
        }
        if (!state.isFinal()) {
            throw Invalid.field("states", state + " is not final; only jobs that have ended are purged");
        }
    }

    private static void checkWorkflowState(String name) {
        var state = Arrays.stream(WorkflowState.values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, "workflow", WorkflowState.values()));
        if (!state.isFinal()) {
            throw Invalid.field(
                    "states", state + " is not final; only workflows that have ended are purged. Cancel them first");
        }
    }

    private static void checkPilotState(String name) {
        var state = Arrays.stream(PilotState.values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, "pilot", PilotState.values()));
        if (state.isAlive()) {
            throw Invalid.field("states", state + " is not final; only pilots that have ended are purged");
        }
    }

    private static Invalid unknown(String name, String thing, Enum<?>[] known) {
        return Invalid.field(
                "states", "\"" + name + "\" is not the state of a " + thing + "; known are " + Arrays.toString(known));
    }

    private void tell(String user, Duration age, Due due, Removed removed) {
        if (!removed.isNothing()) {
            log.info(
                    "purge",
                    "User " + user + " purged what is older than " + Elapsed.set(age) + only(due) + ": "
                            + removed.inWords() + ".",
                    Removed.tally(List.of(removed)));
        }
    }

    private static String only(Due due) {
        return due.states().isEmpty() ? "" : " (only " + String.join(", ", due.states()) + ")";
    }

    private static String words(Kind what) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Purged answer(Kind what, boolean dryRun, Progress progress) {
        var removed = progress.removed();
        return new Purged(
                what,
                dryRun,
                removed.counts(),
                removed.oldest(),
                removed.newest(),
                progress.complete(),
                progress.after());
    }
}
