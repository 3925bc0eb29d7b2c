package org.freshet.test.chaos;

/** What can go wrong with an installation. */
enum FaultKind {
    KILL_SERVER("kill -9 of the server"),
    KILL_DATABASE("kill -9 of PostgreSQL"),
    KILL_BOTH("kill -9 of server and PostgreSQL"),
    KILL_PILOT("kill -9 of pilot"),
    KILL_GUARDIAN("kill -9 of guardian"),
    STOP_SERVER("SIGSTOP of the server"),
    STOP_DATABASE("SIGSTOP of PostgreSQL"),
    STOP_PILOT("SIGSTOP of pilot"),
    STOP_GUARDIAN("SIGSTOP of guardian"),
    CUT_ANSWERS("some answers cut before they arrive"),
    CUT_REQUESTS("some requests cut before they arrive"),
    SILENCE("some answers never come, connections half open"),
    DELAY("all answers late"),
    CUT_ALL("all connections cut"),
    REFUSE("no connections");

    private final String words;

    FaultKind(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
