package org.freshet.pilot;

import java.util.ArrayList;
import java.util.List;
import org.freshet.pilot.talk.Message;
import org.freshet.pilot.talk.News;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.Offer;
import org.jspecify.annotations.Nullable;

/**
 * What the pilot has to say: at most one message that is under way, and the news that is not yet acknowledged.
 *
 * <p>A message is dropped unanswered only by a pilot that leaves. Its news is then said again in the last message, which
 * is safe because the server recognises reports that it has had.
 */
final class Outbox {

    private final List<News> unacknowledged = new ArrayList<>();
    private @Nullable Message underWay;
    private long seq;

    void add(News item) {
        unacknowledged.add(item);
    }

    /** The end of an attempt stands for its start, if that has not been said. */
    void withdrawStart(AttemptId attempt) {
        unacknowledged.removeIf(
                it -> it instanceof News.Started start && start.attempt().equals(attempt));
    }

    boolean hasNews() {
        return !unacknowledged.isEmpty();
    }

    /** The attempts whose ends no server has acknowledged. */
    List<AttemptId> ends() {
        return unacknowledged.stream()
                .filter(News.Ended.class::isInstance)
                .map(News::attempt)
                .toList();
    }

    boolean isWaiting() {
        return underWay != null;
    }

    boolean isAskingForAJob() {
        return underWay != null && underWay.want() != null;
    }

    /** All news with a new sequence number; it is under way from now on. */
    Message next(
            @Nullable AttemptId holds, @Nullable Offer want, @Nullable String leaving, @Nullable MachineState machine) {
        underWay = new Message(++seq, holds, unacknowledged, want, leaving, machine);
        return underWay;
    }

    /** Forgets the news that was in this message; false if the message had been dropped meanwhile. */
    boolean acknowledge(Message answered) {
        if (underWay == null || underWay.seq() != answered.seq()) {
            return false;
        }
        unacknowledged.removeAll(answered.news());
        underWay = null;
        return true;
    }

    void drop() {
        underWay = null;
        // output that was on its way is old by now, and comes whole with the end
        unacknowledged.removeIf(News.Progress.class::isInstance);
    }
}
