package org.freshet.server.pool;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.PoolStep;
import org.freshet.protocol.Page;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pool")
class PoolController {

    private static final int LONGEST_HOST = 253;

    private final RemoteRuns runs;
    private final PoolStandings standings;

    PoolController(RemoteRuns runs, PoolStandings standings) {
        this.runs = runs;
        this.standings = standings;
    }

    /**
     * The wish for a calculation.
     *
     * @param host the submit host's name for itself
     * @param dryRun whether nothing is to be submitted
     */
    record Begin(String host, boolean dryRun) {}

    /** How the sites stood when their pools were last calculated, by name. */
    @GetMapping
    Page<PoolStanding> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        var after = url.text("after");
        var rows = standings.all().stream()
                .filter(it -> after == null || it.run().site().compareTo(after) > 0)
                .limit(url.limit() + 1L)
                .toList();
        return Pages.cut(rows, url.limit(), it -> it.run().site());
    }

    /** How a site stood when its pool was last calculated. */
    @GetMapping("/{site}")
    PoolStanding show(@PathVariable String site) {
        return standings.get(site);
    }

    /** Begins a calculation; the answer says what the submit host is to do first. */
    @PostMapping("/{site}/runs")
    PoolStep begin(@PathVariable String site, @RequestBody Begin begin, Principal user) throws InterruptedException {
        if (begin.host().isBlank()
                || begin.host().length() > LONGEST_HOST
                || begin.host().chars().anyMatch(Character::isISOControl)) {
            throw Invalid.field(
                    "host", "the name of the submit host is expected, 1 to " + LONGEST_HOST + " characters");
        }
        return runs.begin(site, user.getName(), begin.host(), begin.dryRun());
    }

    /** Takes the answer to the last task of a calculation, and says what to do next or what came of it. */
    @PostMapping("/{site}/runs/{run}")
    PoolStep answer(@PathVariable String site, @PathVariable UUID run, @RequestBody BatchAnswer answer)
            throws InterruptedException {
        return runs.answer(site, run, answer);
    }
}
