package org.freshet.pilot.platform;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/** The pilot's log: one line per event, dated in UTC, with the pilot and the attempt it is about. */
public final class PilotLog {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final PrintStream out;
    private volatile @Nullable PilotId pilot;

    public PilotLog(PrintStream out) {
        this.out = out;
    }

    /** From now on lines carry this number. */
    public void setPilot(PilotId id) {
        this.pilot = id;
    }

    public void say(String sentence) {
        write("", sentence);
    }

    public void say(AttemptId about, String sentence) {
        write(" job=" + about, sentence);
    }

    private void write(String about, String sentence) {
        Instant at = PilotClock.wallTime().truncatedTo(ChronoUnit.MILLIS);
        var id = pilot;
        // a line stays a line, whatever a server or a file name puts into it
        String text = CONTROL.matcher(sentence).replaceAll(" ");
        out.println(at + " pilot=" + (id == null ? "-" : id) + about + " " + text);
        out.flush();
    }
}
