package org.freshet.server.dashboard;

import org.freshet.protocol.PilotId;
import org.freshet.server.explain.Explanations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Makes the page of one pilot. All that it says is of one moment. */
@Component
class PilotReader {

    private static final int JOBS = 100;

    private final PilotPagesSql pilots;
    private final PoolPagesSql pools;
    private final JobListSql jobs;
    private final HistorySql histories;
    private final Explanations explanations;
    private final Ids ids;
    private final Words words;

    PilotReader(
            PilotPagesSql pilots,
            PoolPagesSql pools,
            JobListSql jobs,
            HistorySql histories,
            Explanations explanations,
            Ids ids,
            Words words) {
        this.pilots = pilots;
        this.pools = pools;
        this.jobs = jobs;
        this.histories = histories;
        this.explanations = explanations;
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
                explanations.ofPilot(new PilotId(number)).orElseThrow(() -> ids.noPilot(id)),
                pools.orderOf(number)
                        .map(it -> PoolReader.PATH + "/" + pilot.site() + "?top=" + it + "#run-" + it)
                        .orElse(null),
                jobs.ofPilot(number, JOBS).stream()
                        .map(row -> LastWord.of(row, words))
                        .toList(),
                histories.ofPilot(number));
    }
}
