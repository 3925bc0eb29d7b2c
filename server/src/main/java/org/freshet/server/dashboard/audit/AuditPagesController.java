package org.freshet.server.dashboard.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.freshet.server.dashboard.page.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, when, from where and why. */
@Controller
class AuditPagesController {

    /** A file has no more lines; a narrower filter gives the rest. */
    static final int MOST_LINES = 100_000;

    private static final int AT_ONCE = 1000;

    private static final List<String> HEADER =
            List.of("at", "entity", "id", "name", "from", "to", "actor", "origin", "reason", "attempt", "changed");

    private final AuditReader audit;

    AuditPagesController(AuditReader audit) {
        this.audit = audit;
    }

    @GetMapping(AuditReader.PATH)
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", audit.read(query));
        return "dashboard/audit";
    }

    /** All that match, newest first: a place in the list has no effect on a file. */
    @GetMapping(AuditReader.FILE)
    void file(@RequestParam MultiValueMap<String, String> query, HttpServletResponse response) throws IOException {
        var rows = audit.below(query, null, AT_ONCE);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename("audit.csv").build().toString());
        var out = response.getOutputStream();
        out.write(CsvFile.line(HEADER).getBytes(StandardCharsets.UTF_8));
        for (int written = 0; !rows.isEmpty() && written < MOST_LINES; written += AT_ONCE) {
            for (var row : rows) {
                out.write(CsvFile.line(row.cells()).getBytes(StandardCharsets.UTF_8));
            }
            rows = next(query, rows);
        }
    }

    private List<AuditRow> next(MultiValueMap<String, String> query, List<AuditRow> rows) {
        @Nullable Place last = rows.size() < AT_ONCE ? null : rows.getLast().place();
        return last == null ? List.of() : audit.below(query, last, AT_ONCE);
    }
}
