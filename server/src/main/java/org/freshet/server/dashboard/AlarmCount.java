package org.freshet.server.dashboard;

/**
 * What every page says of alarms.
 *
 * @param open how many need a person
 * @param newest the highest number of these; 0 if there is none
 */
record AlarmCount(long open, long newest) {

    public String style() {
        return open > 0 ? "bell s-late" : "bell";
    }

    /** Before the title of a page; empty if nothing needs a person. */
    public String mark() {
        return open > 0 ? "(" + open + ") " : "";
    }
}
