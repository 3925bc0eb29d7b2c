package org.freshet.server.dashboard;

/** What somebody wrote for the next shift. */
record ShiftNote(Moment at, String by, String text) {}
