package org.freshet.server.dashboard.overview;

import org.freshet.protocol.Summary;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SummaryController {

    private final SummaryReader reader;

    SummaryController(SummaryReader reader) {
        this.reader = reader;
    }

    /** Jobs and pilots by state. */
    @GetMapping("/api/v1/summary")
    Summary summary() {
        return reader.read();
    }
}
