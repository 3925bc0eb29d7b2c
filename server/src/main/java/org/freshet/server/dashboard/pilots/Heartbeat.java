package org.freshet.server.dashboard.pilots;

import java.util.Locale;
import org.freshet.server.dashboard.page.Badge;

/** Whether what should speak does. */
public enum Heartbeat {
    /** All pilots of it that are alive spoke when they should. */
    FRESH("ok", false),
    /** One is more than ten seconds past due. */
    STALE("late", true),
    /** None is alive, and one fell silent. */
    LOST("lost", true),
    /** None is alive, and none is missed. */
    GONE("stopped", false);

    /** So much later than it should have been is no accident of a network any more. */
    public static final int TOLERANCE_SECONDS = 10;

    private final String look;
    private final boolean loud;

    Heartbeat(String look, boolean loud) {
        this.look = look;
        this.loud = loud;
    }

    /** Of one pilot. */
    public static Heartbeat of(boolean alive, boolean lost, double pastDueSeconds) {
        if (!alive) {
            return lost ? LOST : GONE;
        }
        return pastDueSeconds > TOLERANCE_SECONDS ? STALE : FRESH;
    }

    public Badge badge() {
        return new Badge(look, name().toLowerCase(Locale.ROOT), loud);
    }
}
