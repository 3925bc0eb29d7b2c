package org.freshet.server.dispatch;

import org.freshet.server.dispatch.TriedSql.Overdue;
import org.freshet.server.pilot.Attention;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;

/**
 * Ends jobs that are over their time limit although their pilots, which do speak, should have ended them. The pilot's own
 * clock is the better one, so it gets its kill grace and a margin first; after an interruption the margin begins anew, and
 * after a step of the database's clock the whole time does.
 */
@Component
public class OverdueJobs {

    private final TriedSql tried;
    private final Books books;
    private final SweepSettings settings;
    private final Attention attention;
    private final ServiceLog log;

    OverdueJobs(TriedSql tried, Books books, SweepSettings settings, Attention attention, ServiceLog log) {
        this.tried = tried;
        this.books = books;
        this.settings = settings;
        this.attention = attention;
        this.log = log;
    }

    /** Returns how many attempts were ended. */
    public int sweep() {
        return attention.decide(this::sweep);
    }

    private int sweep(Attention.Span span) {
        if (span.listened().compareTo(settings.overdueMargin()) <= 0) {
            return 0;
        }
        var late = tried.lockOverdue(settings.overdueMargin(), span.clockRan());
        if (!late.isEmpty()) {
            books.close(late.stream().map(Ending::overdue).toList());
            log.warning(
                    "overdue",
                    "Attempts over their time limit that their pilots did not end: " + late.size() + ": "
                            + Tally.inWords(late.stream()
                                    .map(it -> it.was().id() + " (pilot "
                                            + it.was().pilot() + ")")
                                    .toList())
                            + ". They count as failed with TIME_LIMIT; look at these pilots and their hosts.",
                    Tally.of("jobs", late.stream().map(Overdue::job).toList()));
        }
        return late.size();
    }
}
