package org.freshet.test.chaos;

import java.util.ArrayList;
import java.util.List;

/** What can go wrong with an installation. */
enum FaultKind {
    KILL_SERVER("kill -9 of a server"),
    KILL_DATABASE("kill -9 of PostgreSQL"),
    KILL_BOTH("kill -9 of all servers and PostgreSQL"),
    KILL_PILOT("kill -9 of pilot"),
    KILL_GUARDIAN("kill -9 of guardian"),
    STOP_SERVER("SIGSTOP of a server"),
    STOP_DATABASE("SIGSTOP of PostgreSQL"),
    STOP_PILOT("SIGSTOP of pilot"),
    STOP_GUARDIAN("SIGSTOP of guardian"),
    CUT_ANSWERS("some answers cut before they arrive"),
    CUT_REQUESTS("some requests cut before they arrive"),
    SILENCE("some answers never come, connections half open"),
    DELAY("all answers late"),
    CUT_ALL("all connections cut"),
    REFUSE("no connections"),
    ROLL("restart of one server after the other");

    private final String words;

    FaultKind(String words) {
        this.words = words;
    }

    /** What concerns nothing but servers and PostgreSQL: neither pilots and payloads, nor the way between. */
    boolean sparesPilots() {
        return switch (this) {
            case KILL_SERVER, KILL_DATABASE, KILL_BOTH, STOP_SERVER, STOP_DATABASE, ROLL -> true;
            default -> false;
        };
    }

    /** Of so many servers. */
    boolean leavesNobodyToHear(int servers) {
        return switch (this) {
            case KILL_DATABASE, KILL_BOTH, STOP_DATABASE -> true;
            case KILL_SERVER, STOP_SERVER -> servers == 1;
            default -> false;
        };
    }

    /** Those that come in turn: a lone server is not restarted in order, and of several one is killed more often than all. */
    static List<FaultKind> deck(int servers) {
        var deck = new ArrayList<>(List.of(values()));
        if (servers == 1) {
            deck.remove(ROLL);
        } else {
            deck.add(KILL_SERVER);
        }
        return deck;
    }

    @Override
    public String toString() {
        return words;
    }
}
