package org.freshet.pilot.talk;

import java.net.URI;
import java.time.Duration;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;

/** The calls a pilot makes, each tried once. Interrupting the calling thread abandons the call. */
public interface Server {

    Reply<Registered> register(URI address, Registration registration, String siteSecret) throws InterruptedException;

    /**
     * Says and asks everything at once.
     *
     * @param patience how long to wait for the answer
     */
    Reply<ExchangeAnswer> exchange(Caller caller, Exchange exchange, Duration patience) throws InterruptedException;

    /** Uploads one stream of an attempt whose end will be reported next. The answer's value means nothing. */
    Reply<Boolean> upload(Caller caller, AttemptId attempt, LogPart log) throws InterruptedException;

    /**
     * Who calls whom.
     *
     * @param address base address of the server
     * @param token the pilot's own, from its registration
     */
    record Caller(URI address, PilotId pilot, String token) {

        @Override
        public String toString() {
            return "pilot " + pilot + " at " + address;
        }
    }
}
