package org.freshet.pilot;

import org.freshet.pilot.talk.Heard;

/** With what the pilot's program ends; the numbers below 10 mean what they meant in p3s. */
enum ExitCode {
    /** It ended by its own wish, or was told to. */
    NORMAL(0),
    /** No server could be reached, at the start or for half an hour without a payload or its result. */
    NO_SERVER(1),
    /** A server refused the site's secret, the protocol version, the host or the pilot's token. */
    REFUSED(2),
    /** Something other than Freshet answered at the server's address. */
    BAD_ANSWER(3),
    /** The pilot's number is gone and the server did not let it register again. */
    SERVER_STATE(4),
    /** The command line cannot be used, or there is no site secret. */
    USAGE(10),
    /** The work directory cannot be used, or this machine cannot start payloads any more. */
    WORK_DIRECTORY(11),
    /** A fault of the pilot itself. */
    FAULT(12),
    /** Payloads cannot be run here as the user that the site wants. */
    PAYLOAD_USER(13);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(Heard.Cause cause) {
        return switch (cause) {
            case NO_SERVER -> NO_SERVER;
            case REFUSED -> REFUSED;
            case BAD_ANSWER -> BAD_ANSWER;
            case NOT_LET_IN_AGAIN -> SERVER_STATE;
            case FAULT -> FAULT;
        };
    }
}
