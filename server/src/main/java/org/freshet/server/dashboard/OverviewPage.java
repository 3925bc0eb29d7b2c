package org.freshet.server.dashboard;

import java.util.List;

/**
 * The first page.
 *
 * @param alarms what needs a person until it is over, the worst first
 * @param health how things are, in one sentence and what explains it
 * @param inFlight jobs that are not final
 * @param ended jobs that are
 * @param pilotsAlive pilots that occupy, or may still occupy, a slot
 * @param pilotsEnded the others
 * @param notes what the services decided last, newest first
 * @param failed the jobs that failed last, newest first
 */
record OverviewPage(
        Moment at,
        List<Alarm> alarms,
        Health health,
        StateBar inFlight,
        StateBar ended,
        StateBar pilotsAlive,
        StateBar pilotsEnded,
        List<ChangeRow> changes,
        List<NoteRow> notes,
        List<JobRow> failed) {

    public long jobs() {
        return inFlight.total() + ended.total();
    }

    public long pilots() {
        return pilotsAlive.total() + pilotsEnded.total();
    }
}
