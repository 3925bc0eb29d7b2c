package org.freshet.server.dispatch;

import org.freshet.protocol.Directive;

/**
 * What a person told a pilot. It holds until the pilot has ended, also if it was lost in between.
 *
 * @param why by whom and why, in words
 */
record Told(What what, String why) {

    /** As the database has it, the weaker one first. */
    enum What {
        DRAIN("drain", "drained"),
        STOP("stop", "killed");

        private final String verb;
        private final String participle;

        What(String verb, String participle) {
            this.verb = verb;
            this.participle = participle;
        }

        /** As in {@code told to drain}. */
        String verb() {
            return verb;
        }

        /** As in {@code cannot be drained}. */
        String participle() {
            return participle;
        }
    }

    Directive directive() {
        return switch (what) {
            case DRAIN -> new Directive.Drain(why);
            case STOP -> new Directive.Stop(why);
        };
    }
}
