package org.freshet.server.dashboard.pilots;

import java.util.List;
import org.freshet.protocol.PilotId;
import org.freshet.server.dashboard.job.RunRow;
import org.freshet.server.dashboard.job.RunSql;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.HistorySql;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.TimePosition;
import org.freshet.server.dashboard.pools.PoolPagesSql;
import org.freshet.server.explain.Explanations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the page of one pilot. All that it says is of one moment. */
@Component
class PilotReader {

    private final PilotPagesSql pilots;
    private final PoolPagesSql pools;
    private final RunSql runs;
    private final HistorySql histories;
    private final Explanations explanations;
    private final Ids ids;

    PilotReader(
            PilotPagesSql pilots,
            PoolPagesSql pools,
            RunSql runs,
            HistorySql histories,
            Explanations explanations,
            Ids ids) {
        this.pilots = pilots;
        this.pools = pools;
        this.runs = runs;
        this.histories = histories;
        this.explanations = explanations;
        this.ids = ids;
    }

    /**
     * The page that a URL asks for.
     *
     * @param query where among the attempts it begins
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PilotPage read(String id, MultiValueMap<String, String> query) {
        return page(id, ids.pilot(id), TimePosition.parse(query));
    }

    private PilotPage page(String id, long number, TimePosition position) {
        PilotRow pilot = pilots.one(number).orElseThrow(() -> ids.noPilot(id));
        var found = runs.ofPilot(number, position);
        if (position.before() != null && found.size() <= Position.PAGE) {
            return page(id, number, TimePosition.NEWEST);
        }
        var rows = position.page(found);
        var filter = Filter.parse(Paths.PILOTS + "/" + number, List.of(), new LinkedMultiValueMap<>());
        return new PilotPage(
                Moment.of(pilot.now(), pilot.now()),
                pilot,
                explanations.ofPilot(new PilotId(number)).orElseThrow(() -> ids.noPilot(id)),
                pools.orderOf(number)
                        .map(it -> Paths.POOL + "/" + pilot.site() + "?top=" + it + "#run-" + it)
                        .orElse(null),
                rows,
                position.pager(filter, rows.stream().map(RunRow::place).toList(), found.size()),
                histories.ofPilot(number));
    }
}
