package org.freshet.cli.session;

import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Tone;
import org.freshet.protocol.Explanation;

/** An explanation for a person: the sentences of the server, one per line. */
public final class ExplanationText {

    private ExplanationText() {}

    /** Prints it. */
    public static void print(Explanation why, Terminal terminal) {
        terminal.say(tone(why.look()), why.sentence());
        why.more().forEach(terminal::say);
        if (why.nextStep() != null) {
            terminal.say("Next step: " + why.nextStep());
        }
        if (why.command() != null) {
            terminal.say("  " + why.command());
        }
    }

    private static Tone tone(Explanation.Look look) {
        return switch (look) {
            case CALM -> Tone.HEADING;
            case LATE -> Tone.WARNING;
            case BROKEN -> Tone.BAD;
        };
    }
}
