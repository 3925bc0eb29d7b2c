package org.freshet.pilot.talk;

import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.Registered;

/** What a {@link Conversation} brings back. */
public sealed interface Heard {

    /** The pilot is registered, for the first time or anew. */
    record Joined(Registered as) implements Heard {}

    /**
     * A server answered.
     *
     * @param askedAt when the call that was answered was sent: so fresh the answer is, however long it lay unread
     */
    record Answered(Message message, ExchangeAnswer answer, Moment askedAt) implements Heard {}

    /** The logs of this payload are with the server, or were refused. */
    record LogsUploaded(PayloadEnd end) implements Heard {}

    /** There is nothing more to be hoped for from the servers. */
    record Over(Cause cause, String sentence) implements Heard {}

    /** Why a conversation is over. */
    enum Cause {
        /** No server could be reached within the start-up time. */
        NO_SERVER,
        /** The site's secret, the protocol version, the host or the pilot's token was refused. */
        REFUSED,
        /** Something other than Freshet answered. */
        BAD_ANSWER,
        /** The pilot's number is gone and it was not let in again. */
        NOT_LET_IN_AGAIN,
        /** The pilot itself failed at speaking. */
        FAULT
    }
}
