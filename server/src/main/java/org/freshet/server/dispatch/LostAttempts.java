package org.freshet.server.dispatch;

import org.freshet.server.job.ReadyHintSql;
import org.freshet.server.pilot.PilotsLost;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Takes from lost pilots what they held, in the transaction that lost them. */
@Component
class LostAttempts {

    private final TriedSql tried;
    private final Books books;
    private final ReadyHintSql hint;

    LostAttempts(TriedSql tried, Books books, ReadyHintSql hint) {
        this.tried = tried;
        this.books = books;
        this.hint = hint;
    }

    @EventListener
    void suspend(PilotsLost lost) {
        var endings = tried.lockOf(lost.pilots()).stream()
                .map(it -> Ending.lost(it, lost.reason(), "service lost-pilots"))
                .toList();
        if (books.enter(endings)) {
            hint.give();
        }
    }
}
