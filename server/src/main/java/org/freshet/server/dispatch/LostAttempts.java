package org.freshet.server.dispatch;

import org.freshet.server.pilot.PilotsLost;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Takes from lost pilots what they held, in the transaction that lost them. */
@Component
class LostAttempts {

    private final TriedSql tried;
    private final Books books;

    LostAttempts(TriedSql tried, Books books) {
        this.tried = tried;
        this.books = books;
    }

    @EventListener
    void suspend(PilotsLost lost) {
        var endings = tried.lockOf(lost.pilots()).stream()
                .map(it -> Ending.lost(it, lost.reason(), "service lost-pilots"))
                .toList();
        books.close(endings);
    }
}
