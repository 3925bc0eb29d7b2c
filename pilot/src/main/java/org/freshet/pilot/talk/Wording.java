package org.freshet.pilot.talk;

import java.util.stream.Collectors;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.Report;

/**
 * How a message is put. One that a server refuses to read would be refused for ever, and with it the end of a job: it is
 * said with less each time.
 */
final class Wording {

    private enum Extent {
        WHOLE,
        ESSENTIAL,
        BARE
    }

    private final Message message;
    private final PilotLog log;
    private Extent extent = Extent.WHOLE;

    Wording(Message message, PilotLog log) {
        this.message = message;
        this.log = log;
    }

    /** What is said now. */
    Exchange now() {
        return switch (extent) {
            case WHOLE -> message.now();
            case ESSENTIAL -> message.essential().now();
            case BARE -> message.bare().now();
        };
    }

    /**
     * Leaves something out.
     *
     * @param sentence the server's, of its refusal
     * @return false if nothing is left to be left out
     */
    boolean reduce(String sentence) {
        var shorter = next();
        if (shorter == extent) {
            return false;
        }
        extent = shorter;
        String what = extent == Extent.ESSENTIAL
                ? "It is said again without logs and messages."
                : message.news().isEmpty()
                        ? "It is said again with less."
                        : "Its reports are dropped, the jobs in them count as lost: " + reports() + ".";
        log.say("The server refused exchange " + message.seq() + ": " + sentence + " " + what);
        return true;
    }

    private Extent next() {
        boolean hasWords = message.leaving() != null || !message.news().isEmpty();
        return switch (extent) {
            case WHOLE -> hasWords ? Extent.ESSENTIAL : message.machine() == null ? Extent.WHOLE : Extent.BARE;
            case ESSENTIAL, BARE -> Extent.BARE;
        };
    }

    private String reports() {
        return message.news().stream()
                .map(News::now)
                .map(it -> switch (it) {
                            case Report.Started _ -> "started ";
                            case Report.Progress _ -> "progress of ";
                            case Report.Ended ended ->
                                "end (" + (ended.reason() == null ? "FINISHED" : ended.reason()) + ") of ";
                            case Report.GivenBack _ -> "return of ";
                        }
                        + it.attempt())
                .collect(Collectors.joining(", "));
    }
}
