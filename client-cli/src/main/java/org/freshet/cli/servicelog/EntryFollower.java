package org.freshet.cli.servicelog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.freshet.cli.job.Patience;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.protocol.ServiceLogView;

/** Prints the service log while it grows. */
final class EntryFollower {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int LOOK_BACK = 100;

    private final Session session;
    private final Query filters;
    private final Patience patience;

    /** Ids in the order of the log's end may be committed in another one, so it is not enough to know the highest. */
    private Set<Long> printed = new HashSet<>();

    EntryFollower(Session session, Query filters) {
        this.session = session;
        this.filters = filters;
        this.patience = new Patience(session, false);
    }

    /** Does not return; throws when the server is away for too long. */
    void follow(int limit) {
        int most = limit;
        while (true) {
            int asked = most;
            var newest = patience.ask(() -> newest(asked));
            if (newest.isPresent()) {
                print(newest.get());
                most = LOOK_BACK;
            }
            session.time().pause(STEP);
        }
    }

    /** All that are new, and some that are not: reads further back until it finds one that it knows. */
    private List<ServiceLogView> newest(int most) {
        int asked = most;
        while (true) {
            var page = Listing.read(session.server(), "/log", filters, asked).items(ServiceLogView.class);
            boolean reaches = printed.isEmpty()
                    || page.next() == null
                    || page.items().stream().anyMatch(entry -> printed.contains(entry.id()));
            if (reaches) {
                return page.items();
            }
            asked = asked * 2;
        }
    }

    private void print(List<ServiceLogView> newest) {
        var unseen = new ArrayList<>(
                newest.stream().filter(entry -> !printed.contains(entry.id())).toList());
        Collections.reverse(unseen);
        unseen.forEach(entry -> session.terminal().say(EntryWords.tone(entry), EntryWords.line(entry)));
        var ids = new HashSet<Long>();
        newest.forEach(entry -> ids.add(entry.id()));
        printed = ids;
    }
}
