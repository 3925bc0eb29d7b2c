package org.freshet.server.dashboard;

/** An entry of the service log. */
record NoteRow(Moment at, String service, String level, String message) {

    /** Only what may need a person has the colour of a state. */
    public String style() {
        return switch (level) {
            case "WARNING" -> "s-late";
            case "ERROR" -> "s-broken";
            default -> "s-defined";
        };
    }

    public String icon() {
        return switch (level) {
            case "WARNING" -> "#i-late";
            case "ERROR" -> "#i-broken";
            default -> "#i-note";
        };
    }
}
