package org.freshet.pilot.talk;

import java.net.URI;
import java.util.function.Supplier;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.jspecify.annotations.Nullable;

/** As whom the pilot speaks: it registers, and registers anew when the server no longer knows it. */
final class Membership {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Calls calls;
    private final Addresses addresses;
    private final Supplier<Registration> registration;
    private final PilotLog log;
    private volatile @Nullable Registered me;

    Membership(Calls calls, Addresses addresses, Supplier<Registration> registration, PilotLog log) {
        this.calls = calls;
        this.addresses = addresses;
        this.registration = registration;
        this.log = log;
    }

    /** The pilot as it is registered now, speaking to the server that answered last. */
    Server.Caller caller() {
        var registered = registered();
        return new Server.Caller(addresses.current(), registered.pilot(), registered.token());
    }

    Registered registered() {
        var registered = me;
        if (registered == null) {
            throw new IllegalStateException("The pilot speaks before it is registered.");
        }
        return registered;
    }

    /** Registers, for the first time or anew: a pilot that has been let in before does not give up for silence. */
    Registered join() throws InterruptedException, OverException {
        var retry = new Retry("the registration", addresses, calls.timing(), log);
        var giveUpAt = PilotClock.now().plus(calls.timing().firstContact());
        while (true) {
            var address = addresses.current();
            switch (calls.server().register(address, registration.get(), calls.siteSecret())) {
                case Reply.Answered(var registered) -> {
                    retry.succeeded(address);
                    return enter(registered);
                }
                case Reply.Refused(int status, String sentence) -> {
                    if (status == BAD_REQUEST || status == UNAUTHORIZED || status == FORBIDDEN) {
                        throw refused(address, sentence);
                    }
                    retry.failed(address, sentence);
                }
                case Reply.Unreadable(String why) -> {
                    if (me == null) {
                        throw over(Heard.Cause.BAD_ANSWER, address, "it answered, but not as Freshet does: " + why);
                    }
                    retry.failed(address, why);
                }
                case Reply.Away(String why) -> retry.failed(address, why);
            }
            checkPatience(giveUpAt, address);
        }
    }

    private Registered enter(Registered registered) {
        me = registered;
        addresses.learn(registered.servers());
        return registered;
    }

    private void checkPatience(Moment giveUpAt, URI address) throws OverException {
        if (me == null && giveUpAt.isPast()) {
            long seconds = calls.timing().firstContact().toSeconds();
            throw over(Heard.Cause.NO_SERVER, address, "no server let this pilot register within " + seconds + " s");
        }
    }

    private OverException refused(URI address, String sentence) {
        return over(me == null ? Heard.Cause.REFUSED : Heard.Cause.NOT_LET_IN_AGAIN, address, sentence);
    }

    static OverException over(Heard.Cause cause, URI address, String sentence) {
        return new OverException(new Heard.Over(cause, address + ": " + sentence));
    }
}
