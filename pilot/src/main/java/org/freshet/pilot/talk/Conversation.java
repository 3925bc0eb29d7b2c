package org.freshet.pilot.talk;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.freshet.pilot.payload.PayloadEnd;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with the servers in the background. Every call is repeated, at another server or after a pause, until it is
 * answered; what came of it goes to the listener, on a thread of the conversation.
 */
public final class Conversation {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int GONE = 410;
    private static final int CONTENT_TOO_LARGE = 413;

    private final Calls calls;
    private final Addresses addresses;
    private final Membership membership;
    private final PilotLog log;
    private final Consumer<Heard> listener;
    private @Nullable Thread speaking;
    private @Nullable Thread uploading;
    private volatile Moment answered = PilotClock.now();

    /**
     * Says nothing yet.
     *
     * @param registration what to say of this pilot at the moment of registering
     */
    public Conversation(Calls calls, Supplier<Registration> registration, PilotLog log, Consumer<Heard> listener) {
        this.calls = calls;
        this.addresses = new Addresses(calls.addresses());
        this.membership = new Membership(calls, addresses, registration, log);
        this.log = log;
        this.listener = listener;
    }

    /** The server that is spoken to at present. */
    public URI address() {
        return addresses.current();
    }

    /** Registers for the first time. */
    public void join() {
        speaking = background("registration", this::register);
    }

    /** Says this until it is answered. Only one message may be under way. */
    public void say(Message message) {
        speaking = background("exchange", () -> exchange(message));
    }

    /** Stops saying what is under way. Whether it was heard is then unknown, and an answer may still be reported. */
    public void abandon() {
        if (speaking != null) {
            speaking.interrupt();
        }
    }

    /**
     * Uploads logs beside whatever else is being said. What is refused is given up, and so is what fails while a server
     * answers everything else: the news of the end must not wait for it for ever.
     */
    public void upload(PayloadEnd end) {
        uploading = background("logs of " + end.attempt(), () -> {
            var patience = new UploadPatience(calls.timing().uploads());
            for (var part : end.logs()) {
                upload(end.attempt(), part, patience);
            }
            listener.accept(new Heard.LogsUploaded(end));
        });
    }

    /** Stops uploading. That it is done may still be reported. */
    public void abandonUpload() {
        if (uploading != null) {
            uploading.interrupt();
        }
    }

    private interface Call {
        void run() throws InterruptedException, OverException;
    }

    private Thread background(String name, Call call) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                call.run();
            } catch (OverException e) {
                listener.accept(e.over());
            } catch (InterruptedException e) {
                // abandoned: nobody waits for it any more
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                // without this the loop would wait for an answer for ever
                listener.accept(new Heard.Over(Heard.Cause.FAULT, "the pilot failed at the " + name + ": " + e));
            }
        });
    }

    private void register() throws InterruptedException, OverException {
        listener.accept(new Heard.Joined(membership.join()));
    }

    private void exchange(Message message) throws InterruptedException, OverException {
        var retry = new Retry("exchange " + message.seq(), addresses, calls.timing(), log);
        var refusals = new Refusals();
        var wording = new Wording(message, log);
        while (true) {
            var caller = membership.caller();
            var askedAt = PilotClock.now();
            switch (calls.server().exchange(caller, wording.now(), patience(message))) {
                case Reply.Answered(var answer)
                when answer.seq() == message.seq() -> {
                    retry.succeeded(caller.address());
                    answered = PilotClock.now();
                    listener.accept(new Heard.Answered(message, answer, askedAt));
                    return;
                }
                case Reply.Answered(var answer) ->
                    retry.failed(caller.address(), "it answered another exchange, " + answer.seq());
                case Reply.Refused(int status, String sentence)
                when status == UNAUTHORIZED || status == GONE -> {
                    refusals.add(status, caller.address(), sentence);
                    if (refusals.count > 1) {
                        retry.failed(caller.address(), sentence);
                    }
                    log.say("The server does not know this pilot any more; it registers anew. " + sentence);
                    register();
                }
                case Reply.Refused(int status, String sentence)
                when isUnacceptable(status) && wording.reduce(sentence) -> {
                    // what is left is said at once
                }
                case Reply.Refused(int status, String sentence) -> {
                    if (isUnacceptable(status) && message.holds() == null) {
                        throw Membership.over(Heard.Cause.REFUSED, caller.address(), sentence);
                    }
                    retry.failed(caller.address(), "status " + status + ": " + sentence);
                }
                case Reply.Unreadable(String why) -> retry.failed(caller.address(), why);
                case Reply.Away(String why) -> retry.failed(caller.address(), why);
            }
        }
    }

    /** Said again in the same words it would be refused again. */
    private static boolean isUnacceptable(int status) {
        return status == BAD_REQUEST || status == CONTENT_TOO_LARGE;
    }

    /** How often one exchange met a server that did not know the pilot. A token is renewed once, a number always. */
    private static final class Refusals {

        private int count;
        private boolean tokenRefused;

        void add(int status, URI address, String sentence) throws OverException {
            if (status == UNAUTHORIZED && tokenRefused) {
                throw Membership.over(Heard.Cause.REFUSED, address, sentence);
            }
            tokenRefused |= status == UNAUTHORIZED;
            count++;
        }
    }

    private void upload(AttemptId attempt, LogPart part, UploadPatience patience) throws InterruptedException {
        String what = "the upload of " + part.stream() + " of " + attempt;
        var retry = new Retry(what, addresses, calls.timing(), log);
        while (true) {
            var caller = membership.caller();
            String failure;
            switch (calls.server().upload(caller, attempt, part)) {
                case Reply.Answered<Boolean> _ -> {
                    retry.succeeded(caller.address());
                    return;
                }
                // an exchange has registered anew, or will
                case Reply.Refused(int status, String sentence)
                when status == UNAUTHORIZED || status == GONE -> failure = sentence;
                case Reply.Refused(int status, String sentence) -> {
                    log.say(attempt, "The server refused " + what + " (status " + status + "): " + sentence);
                    return;
                }
                case Reply.Unreadable(String why) -> failure = why;
                case Reply.Away(String why) -> failure = why;
            }
            if (patience.isOver(answered)) {
                log.say(attempt, "Gave up " + what + ": " + failure + ". The server answers everything else.");
                return;
            }
            retry.failed(caller.address(), failure);
        }
    }

    private Duration patience(Message message) {
        var site = membership.registered().site();
        int parked = message.want() == null ? 0 : site.longPollSeconds();
        return Duration.ofSeconds((long) site.answerTimeoutSeconds() + parked);
    }
}
