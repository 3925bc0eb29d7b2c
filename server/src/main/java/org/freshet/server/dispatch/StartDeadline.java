package org.freshet.server.dispatch;

import org.freshet.server.pilot.Attention;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;

/**
 * Puts jobs back into the queue whose pilots have not confirmed in time that they have them. After an interruption the
 * deadline begins anew: nobody could have heard a confirmation.
 */
@Component
public class StartDeadline {

    private final TriedSql tried;
    private final Books books;
    private final PilotSettings settings;
    private final Attention attention;
    private final ServiceLog log;

    StartDeadline(TriedSql tried, Books books, PilotSettings settings, Attention attention, ServiceLog log) {
        this.tried = tried;
        this.books = books;
        this.settings = settings;
        this.attention = attention;
        this.log = log;
    }

    /** Returns how many jobs went back. */
    public int sweep() {
        return attention.decide(this::sweep);
    }

    private int sweep(Attention.Span span) {
        if (span.listened().compareTo(settings.startDeadline()) <= 0) {
            return 0;
        }
        var late = tried.lockUnconfirmed(settings.startDeadline());
        if (late.isEmpty()) {
            return 0;
        }
        books.close(late.stream().map(Ending::neverConfirmed).toList());
        log.warning(
                "start-deadline",
                "Jobs put back into the queue: " + late.size()
                        + ". Their pilots did not confirm them within "
                        + settings.startDeadline().toSeconds() + " s: "
                        + Tally.inWords(late.stream()
                                .map(it -> it.id() + " (pilot " + it.pilot() + ")")
                                .toList())
                        + ".",
                Tally.of("jobs", late.stream().map(it -> it.id().job().value()).toList()));
        return late.size();
    }
}
