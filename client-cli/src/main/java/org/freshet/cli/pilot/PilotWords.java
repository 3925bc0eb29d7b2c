package org.freshet.cli.pilot;

import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PilotState;

/** How a pilot is said in words. */
public final class PilotWords {

    private PilotWords() {}

    public static Cell state(PilotState state) {
        return new Cell(Words.lower(state), tone(state));
    }

    public static Tone tone(PilotState state) {
        return switch (state) {
            case SUBMITTED, STOPPED -> Tone.QUIET;
            case ACTIVE, IDLE, DRAINING -> Tone.PLAIN;
            case BUSY -> Tone.BUSY;
            case KILLED -> Tone.WARNING;
            case LOST -> Tone.BAD;
        };
    }
}
