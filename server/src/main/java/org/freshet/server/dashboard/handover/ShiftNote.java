package org.freshet.server.dashboard.handover;

import org.freshet.server.dashboard.page.Moment;

/** What somebody wrote for the next shift. */
record ShiftNote(Moment at, String by, String text) {}
