package org.freshet.server.dispatch;

import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.servicelog.ServiceLog;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts jobs back into the queue whose pilots have not confirmed in time that they have them. */
@Component
public class StartDeadline {

    private final TriedSql tried;
    private final Books books;
    private final PilotSettings settings;
    private final ServiceLog log;

    StartDeadline(TriedSql tried, Books books, PilotSettings settings, ServiceLog log) {
        this.tried = tried;
        this.books = books;
        this.settings = settings;
        this.log = log;
    }

    /** Returns how many jobs went back. */
    @Transactional
    public int sweep() {
        var late = tried.lockUnconfirmed(settings.startDeadline());
        if (late.isEmpty()) {
            return 0;
        }
        books.enter(late.stream().map(Ending::neverConfirmed).toList());
        log.warning(
                "start-deadline",
                "Jobs put back into the queue: " + late.size()
                        + ". Their pilots did not confirm them within "
                        + settings.startDeadline().toSeconds() + " s: "
                        + late.stream()
                                .limit(10)
                                .map(it -> it.id() + " (pilot " + it.pilot() + ")")
                                .toList());
        return late.size();
    }
}
