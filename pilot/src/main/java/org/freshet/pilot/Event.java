package org.freshet.pilot;

import java.util.Optional;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.talk.Heard;

/** What the pilot's loop waits for. */
sealed interface Event {

    /** Something came of the conversation with the servers. */
    record FromServer(Heard heard) implements Event {}

    record PayloadEnded(PayloadEnd end) implements Event {}

    /** Its files are in place, or cannot be put there; absent: it took too long, so the server has to be asked again. */
    record Delivered(Optional<PayloadEnd> end) implements Event {}

    /** The batch system, or whoever started the pilot, wants it to go. */
    record Terminated() implements Event {}
}
