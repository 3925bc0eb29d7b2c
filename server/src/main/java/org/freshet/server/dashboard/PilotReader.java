package org.freshet.server.dashboard;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Makes the page of one pilot. All that it says is of one moment. */
@Component
class PilotReader {

    private static final int JOBS = 100;

    private final PilotPagesSql pilots;
    private final JobListSql jobs;
    private final HistorySql histories;
    private final Ids ids;
    private final Words words;

    PilotReader(PilotPagesSql pilots, JobListSql jobs, HistorySql histories, Ids ids, Words words) {
        this.pilots = pilots;
        this.jobs = jobs;
        this.histories = histories;
        this.ids = ids;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PilotPage read(String id) {
        long number = ids.pilot(id);
        PilotRow pilot = pilots.one(number).orElseThrow(() -> ids.noPilot(id));
        return new PilotPage(
                Moment.of(pilot.now(), pilot.now()),
                pilot,
                explain(pilot),
                jobs.ofPilot(number, JOBS).stream()
                        .map(row -> LastWord.of(row, words))
                        .toList(),
                histories.ofPilot(number));
    }

    private Explanation explain(PilotRow pilot) {
        String look = switch (pilot.state()) {
            case LOST -> Explanation.BROKEN;
            case KILLED -> Explanation.LATE;
            case SUBMITTED, ACTIVE, IDLE, BUSY, DRAINING, STOPPED -> Explanation.CALM;
        };
        String job = pilot.job() == null ? "" : Long.toString(pilot.job());
        String ended = pilot.ended() == null ? "" : pilot.ended().text();
        String sentence = words.say(
                "pilot.why." + pilot.state().name(),
                job,
                ended,
                pilot.submitted().text());
        return new Explanation(look, sentence, pilot.reason() == null ? List.of() : List.of(pilot.reason()), null);
    }
}
