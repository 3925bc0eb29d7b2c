package org.freshet.server.dashboard;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page. */
@Controller
class OverviewController {

    private final OncePerSecond<OverviewPage> overview;

    /** The page counts a day of history, and every open browser asks for it every two seconds. */
    OverviewController(OverviewReader overview) {
        this.overview = new OncePerSecond<>(overview::read, System::nanoTime);
    }

    @GetMapping("/")
    String overview(Model model) {
        model.addAttribute("page", overview.get());
        return "dashboard/overview";
    }
}
