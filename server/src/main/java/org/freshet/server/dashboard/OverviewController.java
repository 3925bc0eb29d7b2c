package org.freshet.server.dashboard;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page. */
@Controller
class OverviewController {

    private final OverviewReader overview;

    OverviewController(OverviewReader overview) {
        this.overview = overview;
    }

    @GetMapping("/")
    String overview(Model model) {
        model.addAttribute("page", overview.read());
        return "dashboard/overview";
    }
}
