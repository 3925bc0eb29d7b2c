package org.freshet.server.retention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.protocol.Purge.Kind;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;

/** Removes what is older than its retention. */
@Component
public class Retention {

    private static final String BY = "service retention";

    private final Removal removal;
    private final Weeks weeks;
    private final RetentionSettings settings;
    private final ServiceLog log;
    private final ClockWatch clock = new ClockWatch();

    Retention(Removal removal, Weeks weeks, RetentionSettings settings, ServiceLog log) {
        this.removal = removal;
        this.weeks = weeks;
        this.settings = settings;
        this.log = log;
    }

    /** Makes the weeks of the history that are to come; returns how many. Without them nothing is lost. */
    public int makeWeeksAhead() {
        return weeks.makeAhead();
    }

    /**
     * Whether anything was removed. One kind of thing that cannot be removed does not keep the others. Does nothing once when
     * the database's clock was set forward since it was done last: somebody may have to set it right.
     */
    public boolean sweep() {
        var step = clock.stepTo(removal.cutoff(Duration.ZERO), Duration.ofNanos(System.nanoTime()));
        if (!step.isZero()) {
            var hours = Math.round(step.toSeconds() / 3600.0);
            log.warning(
                    "retention",
                    "Nothing was removed this time: the database's clock was set forward by " + hours
                            + " h. If it is wrong, set it right before the next time, in "
                            + settings.every().toSeconds() + " s; what is too old by it then is removed.",
                    Tally.of("hours", hours));
            return false;
        }
        var removed = new ArrayList<Removed>();
        var failures = new ArrayList<RuntimeException>();
        for (var kind : Kind.values()) {
            attempt(
                    age(kind),
                    it -> removal.remove(kind, it, 0, () -> true, Witness.NOBODY)
                            .removed(),
                    removed,
                    failures);
        }
        attempt(settings.audit(), it -> removal.removeAudit(it.before()), removed, failures);
        attempt(settings.audit(), it -> removal.removeLogins(it.before()), removed, failures);
        attempt(settings.audit(), it -> removal.removeAlarms(it.before()), removed, failures);
        tell(removed);
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return !removed.isEmpty();
    }

    private void attempt(
            Duration age, Function<Due, Removed> removing, List<Removed> removed, List<RuntimeException> failures) {
        if (age.isZero()) {
            return;
        }
        try {
            var some = removing.apply(new Due(List.of(), removal.cutoff(age), BY));
            if (!some.isNothing()) {
                removed.add(some);
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private Duration age(Kind kind) {
        return switch (kind) {
            case JOBS -> settings.jobs();
            case WORKFLOWS -> settings.workflows();
            case LOGS -> settings.logs();
            case PILOTS -> settings.pilots();
            case HISTORY -> settings.history();
            case SERVICE_LOG -> settings.serviceLog();
        };
    }

    private void tell(List<Removed> removed) {
        if (!removed.isEmpty()) {
            log.info(
                    "retention",
                    "Removed what was older than its retention: "
                            + removed.stream().map(Removed::inWords).collect(Collectors.joining("; ")) + ".",
                    Removed.tally(removed));
        }
    }
}
