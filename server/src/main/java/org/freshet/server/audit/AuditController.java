package org.freshet.server.audit;

import java.time.Clock;
import java.util.Map;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.Page;
import org.freshet.server.platform.Pages;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    private final AuditSql query;
    private final Clock clock;

    AuditController(AuditSql query, Clock clock) {
        this.query = query;
        this.clock = clock;
    }

    @GetMapping
    Page<AuditEntry> list(@RequestParam Map<String, String> url) {
        var filter = AuditFilter.of(url, clock);
        return Pages.cut(query.list(filter), filter.limit(), AuditPosition::of);
    }
}
