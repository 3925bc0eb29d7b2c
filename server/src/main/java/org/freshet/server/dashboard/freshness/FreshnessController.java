package org.freshet.server.dashboard.freshness;

import java.util.Map;
import java.util.Set;
import org.freshet.protocol.FreshnessView;
import org.freshet.protocol.Page;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FreshnessController {

    private final FreshnessReader reader;

    FreshnessController(FreshnessReader reader) {
        this.reader = reader;
    }

    /** How fresh the results of each job type are, by name. */
    @GetMapping("/api/v1/freshness")
    Page<FreshnessView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        return Pages.cut(reader.views(url.text("after"), url.limit()), url.limit(), FreshnessView::jobtype);
    }
}
